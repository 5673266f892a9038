"""What the practice is called, how clients reach it, and how its pages look."""

from app.practice import values
from app.practice.declaring import Group, Setting
from app.web.language import _l

OF_PRACTICE = (
    Setting(
        "practice_name",
        Group.PRACTICE,
        _l("Name of the practice"),
        _l("As clients know it. It stands on every page."),
        values.text(most=80, missing=_l("Type the name of the practice.")),
        default="Your practice",
    ),
    Setting(
        "mail_name",
        Group.PRACTICE,
        _l("Name in e-mails"),
        _l(
            "Sender and heading of every e-mail. Others may see it: leave out what kind of practice you are."
            " Without one it is “Client portal”."
        ),
        values.sender(most=60),
    ),
    Setting(
        "practice_acronym",
        Group.PRACTICE,
        _l("Acronym of the practice"),
        _l("Begins the web address of the portal. It is made from the name; change it here."),
        values.name(
            pattern=r"[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?",
            sentence=_l("Use 1 to 20 letters and digits, with hyphens only between them."),
        ),
    ),
    Setting(
        "portal_domain",
        Group.PRACTICE,
        _l("Portal domain"),
        _l("What follows the acronym in the web address, such as portal.example.com."),
        values.name(
            pattern=r"(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
            sentence=_l("Type a domain, such as portal.example.com, without https:// and without a path."),
        ),
    ),
    Setting(
        "practice_zone",
        Group.PRACTICE,
        _l("Time zone of the practice"),
        _l(
            "Dates and times are shown in it. Appointments online, and at locations without a time zone of their own, "
            "follow it: those that are booked are shown by the new clocks."
        ),
        values.zone(),
        default="America/New_York",
    ),
    Setting(
        "practice_colour",
        Group.LOOK,
        _l("Color"),
        _l(
            "Of buttons, links and what is chosen. Each page uses a tone of it that can be read, by day and by night,"
            " so it may look darker or lighter there."
        ),
        values.colour(),
    ),
    Setting(
        "practice_phone",
        Group.REACHING,
        _l("Phone number"),
        _l("Stands on every page, also in the crisis line. Type it with the country code."),
        values.phone(),
    ),
    Setting(
        "practice_hours",
        Group.REACHING,
        _l("Phone hours"),
        _l("When somebody answers the phone. Stands in the foot of every page."),
        values.text(most=120),
    ),
    Setting(
        "practice_hours_es",
        Group.REACHING,
        _l("Phone hours in Spanish"),
        _l("Shown to people who read Spanish; without it they see the English words."),
        values.text(most=120),
    ),
    Setting(
        "crisis_text",
        Group.REACHING,
        _l("Crisis text"),
        _l("One sentence after the crisis line, such as who answers at night."),
        values.text(most=200),
    ),
    Setting(
        "crisis_text_es",
        Group.REACHING,
        _l("Crisis text in Spanish"),
        _l("Shown to people who read Spanish; without it they see the English words."),
        values.text(most=200),
    ),
)
