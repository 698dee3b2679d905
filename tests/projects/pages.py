"""What tests of the card begin with: its address, the errors of a form."""

CARD = "/projects/E3/2025/"


def errors_of(answer):
    """{field: first error}."""
    assert answer.status_code == 200
    return {name: messages[0] for name, messages in answer.context["form"].errors.items()}
