/** APP_STYLE: the style sheet of the app: light and dark, wide and stacked, Latin and Chinese. */
import { CHINESE_FONTS, PAGE_FONTS } from '../charts/fonts.ts';
import { THEMES_STYLE } from '../page/colours.ts';

const BASE = `${THEMES_STYLE}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 ${PAGE_FONTS};overflow-wrap:anywhere}
:lang(zh){font-family:${CHINESE_FONTS}}
html[lang=en] .zh,html[lang=zh-CN] .en{display:none!important}
:lang(zh){line-break:strict;text-autospace:normal;text-spacing-trim:normal}
a{color:var(--accent)}
h1{font-size:1.5rem;margin:8px 0}
h2{font-size:1.1rem;margin:20px 0 6px}
:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
button,input,textarea{font:inherit;color:inherit}
button,.button{display:inline-flex;align-items:center;gap:6px;background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:4px 10px;min-height:32px;cursor:pointer;color:var(--ink);text-decoration:none;white-space:nowrap}
button[aria-pressed=true]{background:var(--ink);color:var(--card);border-color:var(--ink)}
button.main,.button.main{background:var(--chosen);color:var(--on-chosen);border-color:var(--chosen);font-weight:600}
input[type=search],input[type=text],input[type=number],textarea{background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:4px 10px;min-height:32px}
kbd{font:600 .72rem/1.4 ui-monospace,monospace;border:1px solid currentColor;border-radius:4px;padding:0 4px;opacity:.75;text-transform:uppercase}
.muted{color:var(--muted)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.group{display:inline-flex}
.group button{border-radius:0;margin-left:-1px}
.group button:first-child{border-radius:8px 0 0 8px}
.group button:last-child{border-radius:0 8px 8px 0}
.plainpage main{max-width:900px;margin:0 auto;padding:12px 16px 40px}
.plainpage.wide main{max-width:1240px}
.top{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:space-between}
.app{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;justify-content:space-between;padding:6px 16px;background:var(--card);border-bottom:1px solid var(--line)}
.app nav{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px}
.app .brand{font-weight:700;white-space:nowrap}
.app .views{display:flex;flex-wrap:wrap;gap:2px 4px;list-style:none;margin:0;padding:0}
.app .views a{display:block;padding:4px 8px;border-radius:8px;text-decoration:none;color:var(--ink)}
.app .views a:hover{background:var(--head)}
.app .views a[aria-current]{background:var(--head);font-weight:600;box-shadow:inset 0 -2px var(--accent)}
.look{display:flex;flex-wrap:wrap;gap:8px}
.seek{flex:1 1 12em;min-width:0}
.seek input{width:100%;min-height:28px;padding:2px 8px}
.look button{min-height:28px;padding:2px 8px}
table{border-collapse:collapse}
.plainpage table{width:100%;margin:8px 0 20px;font-variant-numeric:tabular-nums}
.plainpage th,.plainpage td{white-space:nowrap;border-bottom:1px solid var(--line);padding:6px 12px 6px 0;text-align:left;vertical-align:top}
.plainpage .number{text-align:right}
.scroll{overflow-x:auto}
`;

const ITEM = `
@media (min-width:900px){
 body.item{height:100vh;height:100dvh;display:flex;flex-direction:column;overflow:hidden}
 .item main{flex:1;min-height:0;display:flex;flex-direction:column}
 .panes{flex:1;min-height:160px;grid-template-columns:1fr 1fr}
 .asked .text{max-height:16vh}
 .asked details>div{max-height:18vh}
 .outcomes{grid-template-columns:repeat(5,1fr)}
 .dimensions{grid-template-columns:repeat(4,1fr)}
}
.bar{display:flex;flex-wrap:wrap;gap:6px 14px;align-items:center;padding:6px 14px;background:var(--card);border-bottom:1px solid var(--line)}
.bar h1{font-size:1rem;margin:0}
.bar h1 a{color:inherit;text-decoration:none}
.bar .space{flex:1}
.progress{display:flex;align-items:center;gap:8px;font-variant-numeric:tabular-nums}
progress{width:110px;height:10px;accent-color:var(--chosen)}
.find{display:flex;gap:6px;align-items:center}
.find input{width:13em}
.find output{min-width:9em;font-size:.85rem;color:var(--muted);font-variant-numeric:tabular-nums}
.asked{padding:6px 14px;border-bottom:1px solid var(--line);background:var(--card)}
.asked h2{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.asked .text,.asked details>div{white-space:pre-wrap;overflow-y:auto;overscroll-behavior:contain;max-width:110em}
.asked summary{cursor:pointer;font-weight:600;font-size:.9rem;width:max-content;color:var(--muted)}
.asked details>div{font-size:.93rem;padding:2px 0 4px}
.panes{display:grid;gap:8px;padding:8px 14px}
.pane{display:flex;flex-direction:column;min-height:0;min-width:0;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.pane h2{font-size:.85rem;margin:0;padding:4px 14px}
.pane .head{border-bottom:1px solid var(--line);border-top:3px solid;display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;position:relative}
.pane .head h2{flex:1}
.outline summary{cursor:pointer;font-size:.85rem;color:var(--muted);padding:4px 14px}
.outline ol{position:absolute;right:8px;z-index:3;margin:0;padding:8px 12px;list-style:none;max-width:min(36em,92%);max-height:50vh;overflow-y:auto;background:var(--card);border:1px solid var(--muted);border-radius:8px}
.outline li{padding:2px 0}
.deep1{padding-inline-start:1.2em!important}
.deep2{padding-inline-start:2.4em!important}
.deep3{padding-inline-start:3.6em!important}
.pane.left .head{border-top-color:var(--left)}
.pane.right .head{border-top-color:var(--right)}
.pane.left h2{color:var(--left)}
.pane.right h2{color:var(--right)}
.report{overflow-y:auto;padding:4px 18px 24px;flex:1;min-height:0;font-size:1rem;line-height:1.6}
.report:focus-visible{outline-width:2px;outline-offset:-2px}
.report:lang(zh){line-height:1.8}
.report:lang(zh) em{font-style:normal;text-emphasis:filled dot;text-emphasis-position:under right}
.report h3{font-size:1.35rem;line-height:1.3;margin:1em 0 .4em}
.report h4{font-size:1.18rem;line-height:1.35;margin:1em 0 .4em}
.report h5,.report h6{font-size:1.02rem;margin:1em 0 .3em}
.report p,.report ul,.report ol{margin:.6em 0}
.report ul,.report ol{padding-left:1.6em}
.report blockquote{margin:.6em 0;padding-left:12px;border-left:4px solid var(--line);color:var(--muted)}
.report pre{background:var(--code);padding:10px;border-radius:6px;overflow-x:auto;font-size:.88rem;line-height:1.45}
.report code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em;background:var(--code);border-radius:3px}
.report .plain{white-space:pre-wrap;font-family:inherit}
.report .wide{overflow-x:auto;margin:.8em 0}
.report th,.report td{border:1px solid var(--line);padding:4px 9px;text-align:left;vertical-align:top;min-width:5em;overflow-wrap:break-word;font-size:.92rem;line-height:1.5}
.report th{background:var(--code)}
.report hr{border:0;border-top:1px solid var(--line)}
.report .image::before{content:"▣ "}
.report button.image{white-space:normal;text-align:start}
.report img{display:block;max-width:100%;height:auto;margin:.5em 0;background:#fff}
.report .math{overflow-x:auto;margin:.6em 0}
.report math{font-size:1.08em}
.report .right{text-align:right}
.report .center{text-align:center}
.report details{border-left:3px solid var(--line);padding-left:12px;margin:.6em 0}
.report summary{cursor:pointer;font-weight:600}
.report .footnotes{font-size:.92rem}
mark{background:var(--mark);color:inherit;border-radius:2px}
mark.now{background:var(--mark-now);outline:2px solid var(--mark-now)}
.say{background:var(--card);border-top:1px solid var(--line);padding:8px 14px 10px;display:grid;gap:8px}
.say fieldset{border:0;margin:0;padding:0;min-width:0}
.say legend{padding:0}
.choices{display:grid;gap:6px}
.outcomes{grid-template-columns:repeat(auto-fit,minmax(130px,1fr))}
.dimensions{display:grid;gap:6px 16px}
.dimensions legend{font-size:.85rem;font-weight:600}
.dimensions .help{font-size:.78rem;line-height:1.3;color:var(--muted);margin:0 0 3px}
.dimensions .choices{grid-template-columns:repeat(3,1fr);gap:0}
.choices label{position:relative;display:flex;align-items:center;justify-content:center;gap:6px;border:1px solid var(--muted);border-radius:8px;padding:3px 6px;min-height:32px;cursor:pointer;text-align:center}
.dimensions .choices label{border-radius:0;margin-left:-1px;font-size:.9rem}
.dimensions .choices label:first-child{border-radius:8px 0 0 8px;margin-left:0}
.dimensions .choices label:last-child{border-radius:0 8px 8px 0}
.choices input{position:absolute;opacity:0;inset:0;margin:0;cursor:pointer}
.choices label:has(:checked){background:var(--chosen);color:var(--on-chosen);border-color:var(--chosen);font-weight:600;z-index:1}
.choices label:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px;z-index:2}
.choices label:hover{border-color:var(--accent)}
.missing .choices label{border-color:var(--alert);border-style:dashed}
.last{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.last textarea{flex:1 1 22em;min-width:0;height:34px;resize:vertical;max-height:30vh}
.last textarea:focus{height:72px}
.status{min-height:1.4em;font-size:.85rem;color:var(--muted);flex:0 1 auto;min-width:6em}
.status.bad{color:var(--alert);font-weight:600}
dialog{max-width:min(560px,94vw);border:1px solid var(--line);border-radius:12px;background:var(--card);color:var(--ink);padding:16px 20px}
dialog::backdrop{background:#0008}
dialog h2{margin:0 0 8px}
dialog dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 14px;margin:8px 0 14px}
dialog dt{white-space:nowrap}
dialog dd{margin:0}
dialog label{display:flex;gap:8px;align-items:center;margin:10px 0}
@media (max-width:899px){
 .report{max-height:68vh;padding:4px 14px 20px}
 .asked .text{max-height:40vh}
 .dimensions{grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr))}
 .outcomes{grid-template-columns:1fr 1fr}
 .outcomes label:nth-child(5){grid-column:1/-1}
 .choices label,.last button,.last .button{min-height:40px}
 .find{flex:1 1 100%}
 .find input{flex:1;width:auto;min-width:0}
 .find output{min-width:0}
 .last .main{flex:1;justify-content:center}
 .last textarea{flex:1 1 100%;height:64px}
}
@media (max-width:480px){kbd{display:none}dialog kbd{display:inline}}
`;

/** Where the system chooses the colours, a border is what is seen. */
const FORCED = `
@media (forced-colors:active){
 .app .views a[aria-current]{border:2px solid Highlight}
 .choices label:has(:checked),button[aria-pressed=true]{forced-color-adjust:none;background:Highlight;color:HighlightText;border:3px solid HighlightText;outline:2px solid Highlight}
}
`;

/** One line of navigation on a screen of 1280 points, also where letters are wide. */
const NARROW = `
@media (min-width:1180px){
 .app,.look,.app nav,.app .views{flex-wrap:nowrap}
 .app nav{flex:none}
 .look{flex:1 1 auto;justify-content:flex-end;min-width:0}
 .look .group{flex:none}
 .seek{flex:0 1 13em}
}
@media (max-width:1399px){
 .app nav{gap:2px 10px}
 .app .views{gap:2px}
 .app .views a{padding:4px 5px;font-size:.92rem}
}
@media (max-width:640px){
 .app{padding:4px 12px}
 .app nav{flex:1 1 100%;flex-wrap:nowrap;min-width:0}
 .app .views{flex-wrap:nowrap;overflow-x:auto;white-space:nowrap}
 .look{flex:1 1 100%;flex-wrap:nowrap}
 .seek{flex-basis:5em}
}
`;

const PRINT = `
@media print{.app,.look,.screen,.item .bar,.item form{display:none!important}body{background:#fff}
 body.item{height:auto;display:block;overflow:visible}.item .panes{display:block}
 .pane,.report,.asked .text{max-height:none!important;overflow:visible!important;display:block}}
`;

export const APP_STYLE = BASE + ITEM + FORCED + NARROW + PRINT;
