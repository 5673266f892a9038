"""What assigning hands to the chart: its page, and the section of the Client Portal tab."""

from app.forms.assigning.listing import SECTION
from app.forms.assigning.packet_controller import PacketController, SeveralController
from app.forms.assigning.staff_controller import AssigningController
from app.web.panel import PortalSections

HANDLERS = (AssigningController, PacketController, SeveralController)
SECTIONS: PortalSections = (SECTION,)
