"""Fifty names that nobody would give an area, and that a file may hold."""

from __future__ import annotations

HOSTILE = [
    '"Quoted"', "'s-Gravenwijk", "`x`", 'a"b;c', "a;b", "a,b", "a\tb", "a\nb", "a\r\nb", "a\x00b", "a\x0bb",
    "<script>alert(1)</script>", "</text><script>x</script>", "<b>vet</b>", "&amp;", "a & b", "]]>", "<!-- -->",
    "{{7*7}}",
    "${7*7}", "%s%n", "../../etc/passwd", "C:\\con", "a/b", "x?y=1&z=2", "#top", "=1+1", "=HYPERLINK(\"http://x\";\"y\")",
    "+32 9 123", "-3", "-1+2", "@SUM(A1:A9)", "\t=1", "\r=1", " =1", "＝1+1", "x" * 300, "woord " * 50, "é" * 300,
    "דמפורט", "حي الميناء", "\u202eomgekeerd", "a\u202eb\u202c", "🚲🚓 Wijk", "👩‍👩‍👧‍👦" * 20, "ﬁ ligatuur", "z̷̢̛a̸l̵g̶o̴",
    "   ", "\ufeffBOM", "NULL",
]  # fmt: skip
