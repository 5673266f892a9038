"""The demo practice's task types and message threads: fictional, and the same on every load."""

from app.messages.demo_stories.alice import ALICE
from app.messages.demo_stories.bob import BOB
from app.messages.demo_stories.max import MAX
from app.messages.demo_stories.story import SavedReplyStory, Story, TaskTypeStory

TASK_TYPES: tuple[TaskTypeStory, ...] = (
    TaskTypeStory(
        "refill",
        "Rx refill request",
        "Solicitud de resurtido de receta",
        "Clinicians",
        to_provider=True,
        position=1,
        usual_working_days=2,
    ),
    TaskTypeStory(
        "records",
        "Records request",
        "Solicitud de expediente",
        "Front office",
        to_provider=False,
        position=2,
        usual_working_days=5,
    ),
    TaskTypeStory(
        "appointment",
        "Appointment",
        "Cita",
        "Front office",
        to_provider=False,
        position=3,
        usual_working_days=1,
    ),
    TaskTypeStory(
        "billing",
        "Billing question",
        "Pregunta sobre facturación",
        "Billing office",
        to_provider=False,
        position=4,
        usual_working_days=2,
    ),
    TaskTypeStory(
        "other",
        "Something else",
        "Otro asunto",
        "Clinicians",
        to_provider=True,
        position=5,
        usual_working_days=2,
    ),
)

STORIES: dict[str, tuple[Story, ...]] = {"alice": ALICE, "bob": BOB, "max": MAX}

SAVED_REPLIES: tuple[SavedReplyStory, ...] = (
    SavedReplyStory(
        "Refill sent to your pharmacy",
        "I sent the refill to your pharmacy. It is usually ready the next day. Please call them before you go.",
    ),
    SavedReplyStory(
        "We are looking for a time",
        "Thank you for writing. We are looking for a time that suits you, and will write again by tomorrow evening.",
    ),
)
