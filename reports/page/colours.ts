/** THEMES_STYLE: the colours of all pages, light and dark, as the system has it or as the reader chose. */

const LIGHT =
  'color-scheme:light;--ground:#f4f6f8;--card:#fff;--ink:#1b1f24;--muted:#57606a;--line:#d0d7de;--head:#eef1f4;--accent:#0062a0;--chosen:#0062a0;--on-chosen:#fff;--left:#8a5a00;--right:#00664b;--mark:#ffe28a;--mark-now:#ff9f43;--code:#f0f3f6;--met:#00664b;--partly:#8a5a00;--unmet:#a3230f;--alert:#c2410c;--bad:#a3390f;--bad-ground:#fdf1ec;--better:#0072b2;--worse:#c2410c';
const DARK =
  'color-scheme:dark;--ground:#0d1014;--card:#14181d;--ink:#e8ebee;--muted:#a6afb9;--line:#39424d;--head:#1d232a;--accent:#6cc0f0;--chosen:#6cc0f0;--on-chosen:#0d1014;--left:#f0b429;--right:#4fd1a5;--mark:#5c4a00;--mark-now:#a35200;--code:#1d232a;--met:#4fd1a5;--partly:#f0b429;--unmet:#ffa27a;--alert:#ffa27a;--bad:#ff9e73;--bad-ground:#2b1a14;--better:#6cc0f0;--worse:#ffa27a';

export const THEMES_STYLE = `
:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
:root[data-theme=light]{${LIGHT}}
:root[data-theme=dark]{${DARK}}
@media print{:root,:root[data-theme=dark]{${LIGHT}}}
`;
