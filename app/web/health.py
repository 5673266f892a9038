"""What machines ask: is the process alive, and can it serve?"""

from litestar import Response, get
from litestar.enums import MediaType

from app import db
from app.web.security import Audience

MACHINE = {"audience": Audience.MACHINE}


@get("/health/live", name="health.live", opt=MACHINE, media_type=MediaType.TEXT, sync_to_thread=False)
def live() -> str:
    """Answer as long as the process runs; asks nothing of the database."""
    return "ok"


@get("/health/ready", name="health.ready", opt=MACHINE)
async def ready() -> Response[str]:
    """Answer 200 when the database can be reached, else 503."""
    try:
        await db.row("select 1")
    except db.UNREACHABLE:
        return Response("database away", status_code=503, media_type=MediaType.TEXT)
    return Response("ok", media_type=MediaType.TEXT)
