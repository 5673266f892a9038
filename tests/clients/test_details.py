"""How clients are found again by what is kept encrypted."""

import pytest

from app.clients.details import hash_of_phone


@pytest.mark.usefixtures("settled")
def test_a_phone_is_the_same_with_an_extension_and_without_its_country_code() -> None:
    assert (
        hash_of_phone("+13125550107;ext=12") == hash_of_phone("+13125550107") == hash_of_phone("312-555-0107")
    )
    assert hash_of_phone("+13125550108") != hash_of_phone("+13125550107")
