"""Whether whoever sent a link may still open the record themselves: a link opens nothing once they may not."""

from app.db import IN_FORCE

SENDER_MAY = f"""
exists (
  select from chart_grant
  join portal_account on portal_account.id = chart_grant.account
    and portal_account.active and portal_account.suspended_at is null
  where chart_grant.account = sending.account and chart_grant.client = sending.client
    and chart_grant.revoked_at is null and {IN_FORCE.format(row="chart_grant", day="{day}")}
    and (chart_grant.areas = '{{{{}}}}' or 'record' = any(chart_grant.areas))
)
"""
"""In SQL, of the row `sending` on the parameter `{day}`: the sender has a grant of the chart that opens the record."""
