"""The headers that every answer carries, whatever made it."""

from urllib.parse import urlsplit

Headers = list[tuple[str, str]]

# No answer says when a thing was made or which copy a browser has: either would tell visits apart.
UNWANTED = frozenset({"etag", "last-modified", "expires", "pragma", "x-powered-by", "age"})

FIXED: tuple[tuple[str, str], ...] = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Not `no-referrer`: browsers then send `Origin: null` with our own forms, and every form would be refused.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Origin-Agent-Cluster", "?1"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()"),
    ("X-DNS-Prefetch-Control", "off"),
    ("X-Robots-Tag", "noindex, nofollow"),
)

BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def door_policy(door_origin: str, issuer_origin: str) -> str:
    """The content security policy of the forum's own answers."""
    door = urlsplit(door_origin)
    socket = f"{'wss' if door.scheme == 'https' else 'ws'}://{door.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            f"connect-src 'self' {socket} {issuer_origin}",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types forum-worker",
        )
    )


def security_headers(origin: str, policy: str = BARE_POLICY) -> Headers:
    """All security headers of a program that people reach at `origin`."""
    headers = [*FIXED, ("Content-Security-Policy", policy)]
    if urlsplit(origin).scheme == "https":
        headers.append(("Strict-Transport-Security", "max-age=63072000"))
    return headers


def with_security(given: Headers, security: Headers) -> Headers:
    """`given` with the security headers in force: one of each, and nothing that tells visits apart."""
    ours = {name.lower() for name, _ in security}
    kept = [(name, value) for name, value in given if name.lower() not in ours | UNWANTED]
    return kept + security
