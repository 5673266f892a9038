"""What the import of files hands to the panel of billing."""

from app.billing.importing.controller import BillingImportController

HANDLERS = (BillingImportController,)
