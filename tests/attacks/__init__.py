"""What attackers send, once for all tests. Numbers are those of the project's list of attacks."""

ELSEWHERE = (
    "", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https:evil.example",
    "https://evil.example", "http://localhost:8000@evil.example", "/%2f%2fevil.example", "%2f%2fevil.example",
    "/%5cevil.example", "javascript:alert(1)", "data:text/html,x", "@evil.example", "/@evil.example", "evil.example",
    "/home\r\nset-cookie: a=b", "/home\n", "/home\x00", "/..//evil.example", "/.evil.example", "/home//evil.example",
    "/home//evil",
    "/\t/evil.example", " //evil.example", "/ /evil.example", "/home?next=https://evil.example//x", "/é", "/" + "a" * 500,
    "/home#//evil.example", "?next=/home", "/;evil.example", "/home/../..", "/home?a=b#c",
)  # fmt: skip
"""A31: addresses that lead away from the portal, or would split a header."""

POLYGLOTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'\"></textarea><svg onload=alert(1)>",
    '<div hx-post="/sign-out" hx-trigger="load" hx-nonce="x">',
    "{{7*7}} ${7*7} {%if 1%} {{cycler.__init__.__globals__}}",
    "%(name)s %s {0} \\u003cscript\\u003e",
    "'; drop table message; --",
    "&lt;b&gt;&amp;#x27;",
)
"""A27, A28, A30, A34: text that runs, asks, computes or ends a statement where it is not taken as text."""
