// SPDX-License-Identifier: GPL-2.0
/*
 * The page's style. Colours are variables, of which dark pages have others;
 * those of Graphviz's pictures, see graph_dot.c, are told by the attributes
 * that they come with. All text has a contrast of 4.5 to 1 at least.
 */
#include "html.h"

static const char colours[] =
":root {\n"
" color-scheme: light dark;\n"
" --paper: #fff; --ink: #1b1f24; --dim: #57606a; --line: #d0d7de;\n"
" --panel: #f6f8fa; --link: #0b5cad; --red: #b3261e; --pale-red: #fdecea;\n"
" --lock: #e8eef7;\n"
"}\n"
"@media (prefers-color-scheme: dark) {\n"
" :root {\n"
"  --paper: #12161b; --ink: #e6e9ec; --dim: #a3adb8; --line: #39424d;\n"
"  --panel: #1b2129; --link: #79b8ff; --red: #ff8f86; --pale-red: #3c1d1c;\n"
"  --lock: #24303f;\n"
" }\n"
"}\n"
".picture [fill=\"#ffffff\"] { fill: var(--paper); }\n"
".picture [fill=\"#e8eef7\"] { fill: var(--lock); }\n"
".picture [fill=\"#fdecea\"] { fill: var(--pale-red); }\n"
".picture [fill=\"#b3261e\"] { fill: var(--red); }\n"
".picture [stroke=\"#b3261e\"] { stroke: var(--red); }\n"
".picture [fill=\"#57606a\"] { fill: var(--dim); }\n"
".picture [fill=\"#1b1f24\"] { fill: var(--ink); }\n"
".picture [stroke=\"#8c959f\"] { stroke: var(--dim); }\n";

static const char basics[] =
"* { box-sizing: border-box; }\n"
"body {\n"
" margin: 0 auto; padding: 1rem; max-width: 75rem;\n"
" background: var(--paper); color: var(--ink);\n"
" font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;\n"
"}\n"
"h1 { font-size: 1.6rem; margin: 0; }\n"
"h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }\n"
"h3 { font-size: 1.05rem; margin: 1rem 0 .5rem; }\n"
"h4 { font-size: 1rem; margin: 1rem 0 .3rem; }\n"
"a { color: var(--link); }\n"
"nav a { display: inline-block; padding: .4rem .8rem .4rem 0; }\n"
":focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }\n"
"code, pre { font-family: ui-monospace, monospace; font-size: .875em; }\n"
"pre {\n"
" overflow-x: auto; margin: 0; padding: .75rem; background: var(--panel);\n"
" border: 1px solid var(--line); border-radius: .4rem; line-height: 1.4;\n"
" overflow-wrap: normal;\n"
"}\n"
".dim, caption, footer { color: var(--dim); font-size: .9rem; }\n"
"caption { text-align: left; padding-bottom: .3rem; }\n"
".badge {\n"
" display: inline-block; padding: 0 .5em; border: 1px solid var(--line);\n"
" border-radius: 1em; background: var(--panel); font-size: .8rem;\n"
" white-space: nowrap;\n"
"}\n"
".badge.bad, .badge.panic, .badge.kasan, .badge.oops, .badge.bug {\n"
" color: var(--red); border-color: var(--red);\n"
"}\n";

static const char tables[] =
"table { border-collapse: collapse; }\n"
"th, td {\n"
" padding: .35rem .6rem; border: 1px solid var(--line); text-align: left;\n"
" vertical-align: top; font-weight: normal;\n"
"}\n"
"thead th { background: var(--lock); font-weight: 600; white-space: nowrap; }\n"
".titles { width: 100%; }\n"
".titles time { white-space: nowrap; }\n"
".number { text-align: right; font-variant-numeric: tabular-nums; }\n"
"td.waits, tr.cycle .lock, li.cycle .lock { color: var(--red); }\n"
"td.waits { background: var(--pale-red); }\n"
"tr.cycle .lock, li.cycle .lock { font-weight: 600; }\n"
"td.nested { padding-left: 2rem; }\n"
"td.waits strong { display: block; }\n"
".wide { overflow-x: auto; display: flex; flex-wrap: wrap; gap: 1rem 2rem; }\n"
".wide table { align-self: flex-start; }\n"
"@media (max-width: 45rem) {\n"
" .titles thead { position: absolute; clip-path: inset(50%); }\n"
" .titles, .titles tbody, .titles tr, .titles th, .titles caption {\n"
"  display: block;\n"
" }\n"
" .titles tr { border: 1px solid var(--line); margin-bottom: .75rem; }\n"
" .titles th { border: 0; font-weight: 600; }\n"
" .titles td { display: flex; justify-content: space-between; border: 0; }\n"
" .titles td::before { content: attr(data-label); color: var(--dim); }\n"
"}\n";

static const char parts[] =
".timeline { list-style: none; margin: 0; padding: 0 0 0 1rem;\n"
" border-left: 2px solid var(--line); }\n"
".timeline li { position: relative; margin: 0 0 .75rem; }\n"
".timeline li::before {\n"
" content: \"\"; position: absolute; left: calc(-1rem - 6px); top: .45rem;\n"
" width: 10px; height: 10px; border-radius: 50%; background: var(--link);\n"
"}\n"
".when { font-variant-numeric: tabular-nums; }\n"
"details.record {\n"
" border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 .75rem;\n"
"}\n"
"summary { cursor: pointer; padding: .6rem .75rem; }\n"
"summary h3, summary h4 { display: inline; margin: 0; }\n"
".inside { padding: 0 .75rem .75rem; scroll-margin-top: 4rem; }\n"
"details.lines summary { padding: .6rem 0; }\n"
"figure { margin: 0; }\n"
"figcaption ol { padding-left: 1.5rem; }\n"
".picture { overflow-x: auto; }\n"
/* Letters that are too small to read help less than having to scroll. */
".picture svg { display: block; margin: 0 auto; max-width: 100%;\n"
" min-width: 26rem; height: auto; }\n"
"@media print { .inside { break-inside: auto; } nav { display: none; } }\n";

void html_style_print(FILE *out)
{
	fputs(colours, out);
	fputs(basics, out);
	fputs(tables, out);
	fputs(parts, out);
}
