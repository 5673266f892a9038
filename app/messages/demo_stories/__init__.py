"""The demo practice's task types and message threads: fictional, and the same on every load."""

from app.messages.demo_stories.alice import ALICE
from app.messages.demo_stories.bob import BOB
from app.messages.demo_stories.max import MAX
from app.messages.demo_stories.story import Story, TaskTypeStory

TASK_TYPES: tuple[TaskTypeStory, ...] = (
    TaskTypeStory(
        "refill",
        "Rx refill request",
        "Solicitud de resurtido de receta",
        "Clinicians",
        to_provider=True,
        position=1,
    ),
    TaskTypeStory(
        "records", "Records request", "Solicitud de expediente", "Front office", to_provider=False, position=2
    ),
    TaskTypeStory("appointment", "Appointment", "Cita", "Front office", to_provider=False, position=3),
    TaskTypeStory(
        "billing",
        "Billing question",
        "Pregunta sobre facturación",
        "Billing office",
        to_provider=False,
        position=4,
    ),
    TaskTypeStory("other", "Something else", "Otro asunto", "Clinicians", to_provider=True, position=5),
)

STORIES: dict[str, tuple[Story, ...]] = {"alice": ALICE, "bob": BOB, "max": MAX}
