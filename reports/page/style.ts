/** PAGE_STYLE, PARTS_STYLE: the style sheet of pages that stand alone, and its part for what they show: light, dark and print, from 360 pixels upwards. */

import { CHINESE_FONTS, PAGE_FONTS } from '../charts/fonts.ts';
import { THEMES_STYLE } from './colours.ts';

/** Of a page that stands alone. */
const FRAME = `${THEMES_STYLE}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 ${PAGE_FONTS}}
:lang(zh){font-family:${CHINESE_FONTS}}
html[lang=en] .zh,html[lang=zh] .en{display:none!important}
header,main,footer{max-width:1280px;margin:0 auto;padding:0 16px}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center;justify-content:space-between;padding-top:20px}
h1{font-size:1.9rem;line-height:1.2;margin:8px 0}
h2{font-size:1.4rem;line-height:1.3;margin:0 0 4px;overflow-wrap:anywhere}
h3{font-size:1.05rem;margin:0 0 6px}
.switches{display:flex;flex-wrap:wrap;gap:8px 16px}
.switch{display:flex;align-items:center;gap:0;border:0;margin:0;padding:0}
.switch button{font:inherit;font-size:.875rem;color:var(--ink);background:var(--card);border:1px solid var(--muted);padding:6px 12px;margin-left:-1px;cursor:pointer;min-height:36px}
.switch button:first-of-type{border-radius:8px 0 0 8px}
.switch button:last-of-type{border-radius:0 8px 8px 0}
.switch button[aria-pressed=true]{background:var(--ink);color:var(--card);border-color:var(--ink)}
@media (forced-colors:active){.switch button[aria-pressed=true]{forced-color-adjust:none;background:Highlight;color:HighlightText;border-color:Highlight}}
footer{padding:8px 16px 32px}
@media (max-width:640px){body{font-size:15px}}
@media print{
 body{background:#fff;font-size:11pt}
 .switches{display:none}
}
`;

/** Cards, tables and figures, wherever they stand. */
export const PARTS_STYLE = `
.how{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:0 32px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin:16px 0}
.notice{border-left:5px solid #e69f00;padding:12px 16px;font-weight:600}
.muted{color:var(--muted)}
.small{font-size:.875rem}
p{margin:8px 0}
dl{margin:8px 0}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}
.columns{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:2px 16px}
dt{font-weight:600}
dd{margin:0;overflow-wrap:anywhere}
summary{cursor:pointer;font-weight:600;padding:6px 0}
ul{overflow-wrap:anywhere}
nav ul{margin:0;padding-left:20px}
a{color:var(--accent)}
.scroll{overflow-x:auto;margin:12px 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:8px 14px 8px 6px;border-bottom:1px solid var(--line);vertical-align:top;text-align:right}
thead th{background:var(--head);vertical-align:bottom;font-weight:600;padding:0;word-break:keep-all}
thead th.plain{padding:8px 14px 8px 6px}
th button{font:inherit;color:inherit;background:none;border:0;padding:8px 14px 8px 6px;width:100%;text-align:inherit;cursor:pointer;position:relative}
th button:hover{text-decoration:underline}
th[aria-sort] button::after{content:"↕";color:var(--muted);position:absolute;right:2px;bottom:9px;font-size:.7em}
th[aria-sort=ascending] button::after{content:"▲";color:var(--ink)}
th[aria-sort=descending] button::after{content:"▼";color:var(--ink)}
thead th.left{text-align:left}
th.left[aria-sort] button::after{right:auto;margin-left:4px}
tbody th{font-weight:600;text-align:left;min-width:10em;max-width:22em;overflow-wrap:anywhere;background:var(--card)}
tbody th,thead th.name{position:sticky;left:0;z-index:1}
td{white-space:nowrap}
td.cost{white-space:normal;min-width:6.5em}
tbody tr:hover td,tbody tr:hover th{background:var(--head)}
figure{margin:16px 0 0;padding-top:8px;border-top:1px solid var(--line)}
.plot{position:relative}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (min-width:1100px){td.cost{white-space:nowrap}}
@media (max-width:640px){
 .card{padding:14px 12px;margin:12px -8px;border-radius:10px}
 .facts,.columns{grid-template-columns:1fr}
 .facts dd,.columns dd{margin-bottom:6px}
 th,td{padding:7px 14px 7px 4px}
 tbody th{min-width:10em;max-width:40vw;font-size:.8125rem}
}
@media print{
 .card{border:0;padding:0;margin:0 0 16px}
 .screen{display:none}
 .scroll{overflow:visible}
 th[aria-sort] button::after{content:""}
 table{font-size:8pt}
 th,td,th button{padding:3px 4px}
 td{white-space:normal}
 tbody th{min-width:7em}
 .plot{min-width:0!important;height:auto!important}
 canvas{max-width:100%!important;height:auto!important}
 figure,tr{break-inside:avoid}
}
`;

export const PAGE_STYLE = FRAME + PARTS_STYLE;
