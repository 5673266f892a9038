"""What the environment may say, and each way of refusing it."""

import base64
import dataclasses
import stat
from pathlib import Path

import pytest

from app import config
from app.addresses import (
    DatabaseStorage,
    FolderStorage,
    MailSecurity,
    MailServer,
    S3Storage,
    Scanner,
    StripeAccount,
    TextGateway,
    TextService,
    Twilio,
)
from app.config import Config, Environment, FieldKey, Payments, Unfit, Worker

ROOT = Path(__file__).resolve().parent.parent
SECRET = "Jq3-8fWz_Lr5TnVb1XcYd9MkPhGs2AoEu7"
OLD, NEW = bytes(range(32)), bytes(range(100, 132))
IN_DEVELOPMENT = {"SECRET_KEY": SECRET, "FIELD_KEYS": f"1:{base64.urlsafe_b64encode(OLD).decode()}"}
IN_PRODUCTION = IN_DEVELOPMENT | {
    "PORTAL_ENV": "production",
    "PUBLIC_URL": "https://portal.practice.org",
    "DATABASE_URL": "postgres://portal:password@db.internal:5432/portal?sslmode=require",
    "SMTP_URL": "smtp://portal:pass%40word@mail.practice.org",
    "MAIL_FROM": "portal@practice.org",
}


def development(**changes: str) -> Config:
    return config.read(IN_DEVELOPMENT | changes)


def production(**changes: str) -> Config:
    return config.read(IN_PRODUCTION | changes)


def text_service(url: str) -> TextService | None:
    return production(SMS_URL=url).text_service


def text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def test_development_needs_nothing_but_keys() -> None:
    assert development() == Config(
        environment=Environment.DEVELOPMENT,
        port=8000,
        public_url="http://localhost:8000",
        secret_key=SECRET.encode(),
        field_keys=(FieldKey(1, OLD),),
        database_url=None,
        redis_url=None,
        mail_server=None,
        mail_from="",
        mail_is_off=False,
        text_service=None,
        texts_are_off=False,
        payments=Payments.NONE,
        stripe=None,
        storage=FolderStorage(str(ROOT / "var" / "files")),
        scanner=None,
        data_dir=ROOT / "var",
        trusted_proxy_hops=0,
        worker=Worker.INSIDE,
    )


def test_production_is_read_whole() -> None:
    found = production(
        PORT="80",
        REDIS_URL="rediss://valkey:6380/0",
        TRUSTED_PROXY_HOPS="1",
        WORKER="separate",
        DATA_DIR="/data",
    )
    assert (found.is_production, found.is_secure, found.port, found.trusted_proxy_hops) == (True, True, 80, 1)
    assert found.database_url == "postgresql://portal:password@db.internal:5432/portal?sslmode=require"
    assert (found.redis_url, found.worker, found.data_dir) == (
        "rediss://valkey:6380/0",
        Worker.SEPARATE,
        Path("/data"),
    )


def mail_server(url: str) -> MailServer | None:
    return production(SMTP_URL=url).mail_server


def test_the_scheme_of_a_mail_server_says_how_it_is_spoken_to() -> None:
    with_sign_in = ("portal", "pass@word")
    assert production().mail_server == MailServer(
        "mail.practice.org", 587, MailSecurity.STARTTLS, *with_sign_in
    )
    assert mail_server("smtps://portal:pass%40word@mail.practice.org") == MailServer(
        "mail.practice.org", 465, MailSecurity.TLS, *with_sign_in
    )
    assert mail_server("smtp+plain://relay:2525/") == MailServer("relay", 2525, MailSecurity.NONE)
    assert mail_server("smtp://[::1]:25") == MailServer("::1", 25, MailSecurity.STARTTLS)


def test_mail_is_switched_off_only_by_saying_so() -> None:
    for read in (development, production):
        found = read(SMTP_URL="none", MAIL_FROM="")
        assert (found.mail_server, found.mail_is_off) == (None, True)
    assert not development(SMTP_URL="").mail_is_off
    assert not production().mail_is_off


def test_files_lie_where_the_storage_says() -> None:
    assert development(STORAGE_URL="database:").storage == DatabaseStorage()
    assert development(STORAGE_URL="file:///srv/my%20files").storage == FolderStorage("/srv/my files")
    assert development(DATA_DIR="/data").storage == FolderStorage("/data/files")
    assert production().storage == DatabaseStorage()
    assert production(STORAGE_URL="file:///data/files", DATA_DIR="/data").storage == FolderStorage(
        "/data/files"
    )


def test_a_bucket_is_read_with_its_key_which_is_never_told() -> None:
    given = "s3://key:se%2Fcret@Bucket/portal/files/?region=eu-central-1&endpoint=https://s3.practice.org/"
    found = production(STORAGE_URL=given).storage
    assert found == S3Storage(
        "Bucket", "portal/files", "https://s3.practice.org", "eu-central-1", "key", "se/cret"
    )
    assert "se/cret" not in repr(found)
    assert production(STORAGE_URL="s3://bucket").storage == S3Storage("bucket")


def test_a_scanner_listens_on_a_port_or_on_a_socket() -> None:
    assert development().scanner is None
    assert development(CLAMAV_URL="tcp://clamd").scanner == Scanner("clamd", 3310)
    assert development(CLAMAV_URL="tcp://clamd:3311/").scanner == Scanner("clamd", 3311)
    assert development(CLAMAV_URL="unix:///run/clamd.sock").scanner == Scanner(path="/run/clamd.sock")


def test_the_first_field_key_is_the_current_one() -> None:
    keys = development(FIELD_KEYS=f"2:{text(NEW)}, 1:{text(OLD)}").field_keys
    assert keys == (FieldKey(2, NEW), FieldKey(1, OLD))


def test_an_empty_value_counts_as_none() -> None:
    assert development(PORT="", PUBLIC_URL=" ", DATABASE_URL="", WORKER="", DATA_DIR="") == development()


def test_the_port_shows_in_the_address_of_development() -> None:
    assert development(PORT="8123").public_url == "http://localhost:8123"


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://Portal.Practice.org/", "https://portal.practice.org"),
        ("https://portal.practice.org:443", "https://portal.practice.org"),
        ("https://portal.practice.org:8443", "https://portal.practice.org:8443"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_the_public_address_is_written_as_browsers_write_it(given: str, origin: str) -> None:
    assert production(PUBLIC_URL=given).public_url == origin


def test_a_database_on_a_socket_and_a_redis_on_a_socket_are_accepted() -> None:
    found = development(
        DATABASE_URL="postgresql://portal@/portal?host=/run/pg", REDIS_URL="unix:///run/valkey.sock"
    )
    assert found.database_url == "postgresql://portal@/portal?host=/run/pg"
    assert found.redis_url == "unix:///run/valkey.sock"


def test_production_may_keep_its_database_on_a_mounted_volume() -> None:
    found = production(DATABASE_URL="", DATA_DIR="/data")
    assert (found.database_url, found.data_dir) == (None, Path("/data"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"PORTAL_ENV": "staging"}, "PORTAL_ENV is “staging”: set it to development or production."),
        ({"PORT": "http"}, "PORT is “http”: set it to a whole number from 1 to 65535."),
        ({"PORT": "0"}, "PORT is “0”"),
        ({"PORT": "65536"}, "PORT is “65536”"),
        ({"PORT": "²"}, "PORT is “²”"),
        ({"TRUSTED_PROXY_HOPS": "-1"}, "TRUSTED_PROXY_HOPS is “-1”"),
        ({"TRUSTED_PROXY_HOPS": "11"}, "TRUSTED_PROXY_HOPS is “11”"),
        ({"WORKER": "none"}, "WORKER is “none”: set it to inside or separate."),
        ({"PUBLIC_URL": "portal.practice.org"}, "PUBLIC_URL is “portal.practice.org”"),
        ({"PUBLIC_URL": "ftp://practice.org"}, "PUBLIC_URL is “ftp://practice.org”"),
        ({"PUBLIC_URL": "https://practice.org/portal"}, "without path"),
        ({"PUBLIC_URL": "https://practice.org/?a=1"}, "without path"),
        ({"PUBLIC_URL": "https://practice.org/#top"}, "without path"),
        ({"PUBLIC_URL": "https://me@practice.org"}, "without path"),
        ({"PUBLIC_URL": "https://practice.org:port"}, "PUBLIC_URL is"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": SECRET[:31]}, "SECRET_KEY is shorter than 32 characters"),
        ({"SECRET_KEY": text(OLD)}, "SECRET_KEY is one of FIELD_KEYS"),
        ({"SECRET_KEY": "x" * 32, "FIELD_KEYS": f"1:{text(b'x' * 32)}"}, "SECRET_KEY is one of FIELD_KEYS"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS is missing"),
        ({"FIELD_KEYS": text(OLD)}, "not number:key"),
        ({"FIELD_KEYS": f"0:{text(OLD)}"}, "not number:key"),
        ({"FIELD_KEYS": f"256:{text(OLD)}"}, "not number:key"),
        ({"FIELD_KEYS": f"one:{text(OLD)}"}, "not number:key"),
        ({"FIELD_KEYS": f"1:{text(OLD[:16])}"}, "not number:key"),
        ({"FIELD_KEYS": "1:not base64 at all!"}, "not number:key"),
        ({"FIELD_KEYS": "1:é"}, "not number:key"),
        ({"FIELD_KEYS": f"1:{text(OLD)},"}, "not number:key"),
        ({"FIELD_KEYS": f"1:{text(OLD)},1:{text(NEW)}"}, "the same number twice"),
        ({"FIELD_KEYS": f"2:{text(OLD)},1:{text(OLD)}"}, "the same key under two numbers"),
        ({"DATABASE_URL": "mysql://db/portal"}, "DATABASE_URL is not of PostgreSQL"),
        ({"DATABASE_URL": "postgresql://db.internal"}, "DATABASE_URL is not of PostgreSQL"),
        ({"DATABASE_URL": "postgresql:///portal"}, "DATABASE_URL is not of PostgreSQL"),
        ({"DATABASE_URL": "postgresql://db:port/portal"}, "DATABASE_URL is not of PostgreSQL"),
        ({"REDIS_URL": "http://valkey"}, "REDIS_URL is not of Redis"),
        ({"REDIS_URL": "redis://"}, "REDIS_URL is not of Redis"),
        ({"REDIS_URL": "unix://"}, "REDIS_URL is not of Redis"),
        ({"REDIS_URL": "redis://[valkey"}, "REDIS_URL is not of Redis"),
        (
            {"STORAGE_URL": "nowhere"},
            "STORAGE_URL names no storage: set it to database:, file:///folder or s3://",
        ),
        ({"STORAGE_URL": "s3://"}, "STORAGE_URL names no storage"),
        ({"STORAGE_URL": "s3://key@bucket"}, "STORAGE_URL names no storage"),
        ({"STORAGE_URL": "s3://bucket:port"}, "STORAGE_URL names no storage"),
        ({"STORAGE_URL": "s3://bucket?acl=public"}, "STORAGE_URL names no storage"),
        ({"STORAGE_URL": "s3://bucket?endpoint=minio:9000"}, "STORAGE_URL names no storage"),
        ({"STORAGE_URL": "file://folder/files"}, "STORAGE_URL names no storage"),
        ({"STORAGE_URL": "database://elsewhere"}, "STORAGE_URL names no storage"),
        ({"CLAMAV_URL": "clamd:3310"}, "CLAMAV_URL is not of clamd: set it to tcp://host:3310 or unix://"),
        ({"CLAMAV_URL": "tcp://"}, "CLAMAV_URL is not of clamd"),
        ({"CLAMAV_URL": "tcp://clamd:port"}, "CLAMAV_URL is not of clamd"),
        ({"CLAMAV_URL": "tcp://clamd/path"}, "CLAMAV_URL is not of clamd"),
        ({"CLAMAV_URL": "unix://clamd.sock"}, "CLAMAV_URL is not of clamd"),
        ({"CLAMAV_URL": "http://clamd"}, "CLAMAV_URL is not of clamd"),
        ({"SMTP_URL": "mail.practice.org"}, "SMTP_URL is not of a mail server: set it to smtp://"),
        ({"SMTP_URL": "https://mail.practice.org"}, "SMTP_URL is not of a mail server"),
        ({"SMTP_URL": "smtp://"}, "SMTP_URL is not of a mail server"),
        ({"SMTP_URL": "smtp://mail:port"}, "SMTP_URL is not of a mail server"),
        ({"SMTP_URL": "smtp://mail.practice.org/out"}, "SMTP_URL is not of a mail server"),
        ({"SMTP_URL": "smtp://portal@mail.practice.org"}, "a user or a password, and not both"),
        ({"SMTP_URL": "smtp+plain://portal:word@relay"}, "would send its password without encryption"),
        (
            {"SMS_URL": "https://api.twilio.com"},
            "SMS_URL names nothing that sends texts: set it to twilio://",
        ),
        ({"SMS_URL": "twilio://"}, "SMS_URL names nothing that sends texts"),
        (
            {"SMS_URL": "twilio://SK0:token@api.twilio.com?from=12345"},
            "lacks the Account SID (AC…) or its auth token",
        ),
        (
            {"SMS_URL": f"twilio://AC{'0' * 32}@api.twilio.com?from=12345"},
            "lacks the Account SID (AC…) or its auth token",
        ),
        (
            {"SMS_URL": f"twilio://AC{'0' * 32}:token@api.twilio.com"},
            "does not name one of from and messaging_service",
        ),
        (
            {"SMS_URL": f"twilio://AC{'0' * 32}:token@api.twilio.com?from=Portal"},
            "has a from that is no number",
        ),
        ({"SMS_URL": f"twilio://AC{'0' * 32}:token@api.twilio.com?messaging_service=MG1"}, "that is no MG…"),
        ({"SMS_URL": "webhook+https://:short@host"}, "lacks a secret of at least 16 characters"),
        ({"SMS_URL": "webhook+https://user:a-secret-of-both-sides@host"}, "lacks a secret"),
        ({"MAIL_FROM": "Portal <portal@practice.org>"}, "MAIL_FROM is “Portal <portal@practice.org>”"),
        ({"MAIL_FROM": "portal@practice.org, me@practice.org"}, "set it to the one address"),
        ({"MAIL_FROM": "portal@practice.org\r\nBcc: me@practice.org"}, "MAIL_FROM is"),
        ({"SMTP_URL": "smtps://mail.practice.org", "MAIL_FROM": ""}, "MAIL_FROM is missing beside SMTP_URL"),
    ],
)
def test_it_refuses_everywhere(change: dict[str, str], sentence: str) -> None:
    for read in (development, production):
        with pytest.raises(Unfit) as refused:
            read(**change)
        assert any(sentence in problem for problem in refused.value.problems)


ACCOUNT, SERVICE = f"AC{'0a' * 16}", f"MG{'1b' * 16}"
IN = f"twilio://{ACCOUNT}:to%2Fken"
SENDERS = [
    (f"{IN}@api.twilio.com?from=+13125550100", Twilio("https://api.twilio.com", ACCOUNT, "to/ken", "+13125550100")),
    (f"{IN}@api.twilio.com?from=%2B13125550100", Twilio("https://api.twilio.com", ACCOUNT, "to/ken", "+13125550100")),
    (f"{IN}@api.ie1.twilio.com:8443?from=12345", Twilio("https://api.ie1.twilio.com:8443", ACCOUNT, "to/ken", "12345")),
    (f"{IN}@api.twilio.com?messaging_service={SERVICE}", Twilio("https://api.twilio.com", ACCOUNT, "to/ken", "", SERVICE)),
    ("webhook+https://:a%20secret-of-both-sides@host/in?a=1", TextGateway("https://host/in?a=1", "a secret-of-both-sides")),
    ("webhook+https://:a-secret-of-both-sides@host:8443", TextGateway("https://host:8443/", "a-secret-of-both-sides")),
]  # fmt: skip


def test_an_address_says_who_sends_texts_and_how_they_are_spoken_to() -> None:
    for url, expected in SENDERS:
        assert text_service(url) == expected
        assert not production(SMS_URL=url).texts_are_off
    assert "to/ken" not in repr(text_service(SENDERS[0][0]))
    assert "secret" not in repr(text_service(SENDERS[-1][0]))


LIVE = {"PAYMENTS": "stripe", "STRIPE_SECRET_KEY": "sk_live_51abc", "STRIPE_WEBHOOK_SECRET": "whsec_abc"}
TEST = LIVE | {"STRIPE_SECRET_KEY": "sk_test_51abc"}


def test_nobody_takes_cards_unless_the_environment_says_who() -> None:
    for found in (production(), development(), production(STRIPE_SECRET_KEY="sk_live_51abc")):
        assert found.payments is Payments.NONE
        assert found.stripe is None
    assert development(PAYMENTS="demo").payments is Payments.DEMO


def test_stripe_takes_cards_with_the_live_key_in_production_and_a_test_key_elsewhere() -> None:
    found = production(**LIVE)
    assert found.payments is Payments.STRIPE
    assert found.stripe == StripeAccount("sk_live_51abc", "whsec_abc")
    assert found.stripe.is_live
    assert found.stripe.card_pages == "https://checkout.stripe.com"
    assert "abc" not in repr(found.stripe)
    stood_in = development(**TEST, STRIPE_URL="http://localhost:8420/").stripe
    assert stood_in is not None
    assert not stood_in.is_live
    assert stood_in.card_pages == "http://localhost:8420"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"PAYMENTS": "paypal"}, "PAYMENTS is “paypal”: set it to stripe"),
        ({"STRIPE_SECRET_KEY": ""}, "STRIPE_SECRET_KEY is no secret key of Stripe"),
        ({"STRIPE_SECRET_KEY": "pk_test_51abc"}, "STRIPE_SECRET_KEY is no secret key of Stripe"),
        ({"STRIPE_SECRET_KEY": "sk_live_51abc"}, "STRIPE_SECRET_KEY is a live key"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_WEBHOOK_SECRET is no signing secret"),
        ({"STRIPE_WEBHOOK_SECRET": "sk_test_51abc"}, "STRIPE_WEBHOOK_SECRET is no signing secret"),
        ({"STRIPE_URL": "localhost"}, "STRIPE_URL is not the address of a stand-in"),
    ],
)
def test_what_stripe_cannot_be_reached_with_is_refused(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        development(**(TEST | change))
    assert len(refused.value.problems) == 1
    assert sentence in refused.value.problems[0]


def test_nothing_stands_in_for_stripe_in_production() -> None:
    with pytest.raises(Unfit, match="STRIPE_URL is for development"):
        production(**LIVE, STRIPE_URL="http://localhost:8420")


def test_texts_are_off_in_production_until_somebody_sends_them() -> None:
    assert production().texts_are_off
    assert not development().texts_are_off
    assert development(SMS_URL="none").texts_are_off
    plain = development(SMS_URL="webhook+http://:a-secret-of-both-sides@localhost:9000/in")
    assert plain.text_service == TextGateway("http://localhost:9000/in", "a-secret-of-both-sides")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "http://portal.practice.org"}, "PUBLIC_URL does not start with https://"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ({"SECRET_KEY": "x" * 64}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": "Tq3-8fWz" * 4}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": "Please-Change-Me-" + SECRET}, "SECRET_KEY can be guessed"),
        ({"FIELD_KEYS": f"1:{text(bytes(32))}"}, "a key that can be guessed under number 1"),
        ({"SMTP_URL": "", "MAIL_FROM": ""}, "SMTP_URL is missing: set it to smtp://"),
        (
            {"SMS_URL": f"twilio+plain://{'AC' + '0' * 32}:token@host?from=12345"},
            "SMS_URL would send texts unencrypted",
        ),
        ({"SMS_URL": "webhook+http://:a-secret-of-both-sides@host"}, "SMS_URL would send texts unencrypted"),
        ({"PAYMENTS": "demo"}, "PAYMENTS is demo, which moves no money"),
        (TEST, "STRIPE_SECRET_KEY is a test key"),
        ({"WORKER": "separate"}, "WORKER is separate and REDIS_URL is missing"),
    ],
)
def test_production_refuses_and_development_does_not(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        production(**change)
    assert len(refused.value.problems) == 1
    assert sentence in refused.value.problems[0]
    development(**change)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(Unfit) as refused:
        config.read({"PORTAL_ENV": "production", "PORT": "many", "WORKER": "separate"})
    told = [problem.split()[0] for problem in refused.value.problems]
    assert told == ["PORT", "PUBLIC_URL", "SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "SMTP_URL", "WORKER"]
    assert all(problem.endswith(".") for problem in refused.value.problems)


def test_a_configuration_never_shows_its_secrets() -> None:
    shown = repr(production())
    assert SECRET not in shown
    assert "password" not in shown
    assert "pass@word" not in repr(production().mail_server)


def test_fresh_keys_are_fit_for_production() -> None:
    one, other = (production(**config.fresh_keys()) for _ in range(2))
    assert one.secret_key != other.secret_key
    assert one.field_keys != other.field_keys


def test_development_makes_its_keys_once_and_keeps_them_to_itself(tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path / "var")}
    first, again = (config.read(config.completed(environ)) for _ in range(2))
    assert first == again
    assert stat.S_IMODE((tmp_path / "var" / "keys.env").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["keys.env"]


def test_given_keys_go_before_kept_ones(tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path), "SECRET_KEY": SECRET}
    assert config.read(config.completed(environ)).secret_key == SECRET.encode()


def test_production_makes_no_keys(tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path), "PORTAL_ENV": "production"}
    assert config.completed(environ) == environ
    assert list(tmp_path.iterdir()) == []


def test_the_configuration_is_settled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "_current", None)
    config.settle(development())
    config.settle(development())
    assert config.current() == development()
    with pytest.raises(RuntimeError, match="before it was settled"):
        config.settle(dataclasses.replace(development(), database_url="postgresql://db/portal"))
