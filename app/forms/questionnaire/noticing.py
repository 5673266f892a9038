from app.forms.questionnaire.form import Form


def notes_of(form: Form) -> tuple[str, ...]:
    return ()
