"""Texts that want to be code."""

HOSTILE = [
    "<script>window.pwned=1</script>",
    "</textarea><script>window.pwned=2</script>",
    "\"><img src=x onerror=window.pwned=3>",
    "\"\u0301 autofocus onfocus=window.pwned=4 x=\"",
    "\"\ufe0f autofocus onfocus=window.pwned=5 x=\"\ufe0f",
    "'\u0301 onmouseover='window.pwned=6",
    "<\u0301script>window.pwned=7</script>",
    "<svg onload=window.pwned=8><a xlink:href=javascript:window.pwned=9>x</a></svg>",
    "javascript:window.pwned=10",
    "[link](javascript:window.pwned=11) **bold** <b>raw</b> ![x](x\" onerror=window.pwned=12)",
    "</title></style></script><script>window.pwned=13</script>",
    "<iframe srcdoc='<script>parent.pwned=14</script>'></iframe>",
    "\u202e txet desrever \u2066\u200b hidden \u0000",
    "{{constructor.constructor('window.pwned=15')()}} ${window.pwned=16} <%= 1 %>",
    "&lt;script&gt;window.pwned=17&lt;/script&gt; &#x3c;img onerror=window.pwned=18&#x3e;",
    "line\r\nSet-Cookie: pwned=19\r\n\r\n<script>window.pwned=20</script>",
    "<form action=https://example.org><button>x", "<base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>", "<!--", "]]>", "<math><mi//xlink:href",
]
