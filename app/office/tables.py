"""What the practice's own pages keep."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.staff.tables import StaffMember


class ReportFigure(Table, tablename="report_figure"):
    """One number of the reports: a month's, of the practice or of the charts of one staff member.

    Counted by the clock from what the portal keeps, so nothing is lost with a row. Its id is made of what it is of.
    """

    id = UUID(primary_key=True, default=None, null=False)
    month = Date()  # its first day
    staff = ForeignKey(
        StaffMember, null=True, on_delete=OnDelete.cascade
    )  # none: the whole practice; a member takes their numbers along
    supervised = Boolean(default=False)  # whether the charts of those they supervise are in it
    figure = Varchar(length=40)
    amount = Integer()  # how many; of a median, minutes
    counted_at = Timestamptz()
