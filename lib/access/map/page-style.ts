import { pictureStyle, variables } from './picture-style.ts';

/** How the page looks: light or dark as the reader has it, unless they choose. On paper everything is there, and nothing that one clicks. */
export const pageStyle = `:root{color-scheme:light dark;${variables('light')}}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){${variables('dark')}}}
:root[data-theme=dark]{color-scheme:dark;${variables('dark')}}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--accent);text-underline-offset:2px;text-decoration-thickness:1px}
h1{font-size:21px;line-height:1.25;margin:0;letter-spacing:-.01em}
h2{font-size:17px;margin:34px 0 10px}
h3{font-size:15px;margin:16px 0 6px}
p{margin:4px 0}
code{font:12.5px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
header{position:sticky;top:0;z-index:3;display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;padding:12px 24px;background:var(--panel);border-bottom:1px solid var(--line)}
header p{color:var(--faint);margin:0}
header .tools{margin-left:auto;display:flex;gap:8px;align-items:center}
input,button,select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--appLine);border-radius:8px;padding:6px 11px}
input[type=search]{width:min(280px,56vw)}
button{cursor:pointer}
button:hover{border-color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
main{padding:0 24px 60px}
.stage{display:grid;grid-template-columns:minmax(0,1fr) 350px;gap:18px;align-items:start;margin-top:18px}
.canvas{overflow:auto;border:1px solid var(--line);border-radius:14px;background:var(--ground)}
.canvas svg{display:block;max-width:100%;height:auto;margin:0 auto}
.canvas.large .entrance{opacity:.4}
.canvas.large .entrance.near{opacity:1}
.canvas.large{max-height:calc(100vh - 110px)}
aside{position:sticky;top:76px;max-height:calc(100vh - 110px);overflow:auto;background:var(--panel);border:1px solid var(--line);border-radius:14px;padding:16px 18px}
aside h2{margin:0 0 2px;font-size:18px;overflow-wrap:anywhere}
aside ul,aside ol{margin:4px 0;padding-left:20px}
aside li{margin:3px 0;overflow-wrap:anywhere}
aside .meta,.none,.why{color:var(--faint)}
aside small{color:var(--faint);display:block}
${pictureStyle()}
.node{cursor:pointer;scroll-margin:100px 40px}
.node:hover rect{stroke:var(--accent)}
.node:focus{outline:none}
.node:focus-visible rect:first-of-type{stroke:var(--accent);stroke-width:3.5}
.node.chosen rect:first-of-type{stroke:var(--accent);stroke-width:3}
.chosing .node:not(.near),.chosing .entrance:not(.near),.chosing .wire:not(.near){opacity:.16}
.chosing .entrance.near{stroke-width:2.75}
.tablebox{overflow:auto;max-height:80vh;border:1px solid var(--line);border-radius:12px;background:var(--panel)}
table{border-collapse:separate;border-spacing:0;font-size:14px;min-width:100%}
th,td{text-align:left;padding:7px 12px;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
thead th,thead td{position:sticky;top:0;background:var(--panel);z-index:1;color:var(--faint);font-weight:600}
tbody th{font-weight:600}
td p{color:var(--faint)}
table a{text-decoration:none}
table a:hover{text-decoration:underline}
.tablebox:has(.matrix){width:fit-content;max-width:100%}
tr.chosen>*{background:var(--tint)}
.matrix{min-width:0}
.matrix thead th{vertical-align:bottom;padding:10px 4px}
.matrix thead th span{display:block;writing-mode:vertical-rl;transform:rotate(180deg);max-height:230px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.matrix tbody th,.matrix thead td{position:sticky;left:0;background:var(--panel);z-index:2;white-space:nowrap;max-width:300px;overflow:hidden;text-overflow:ellipsis}
.matrix tbody td{text-align:center;border-left:1px solid var(--line);min-width:40px;font-size:13px}
.matrix td.open{background:var(--group);color:var(--groupInk)}
.matrix td.perhaps{color:var(--faint)}
.matrix tr.chosen th{background:var(--tint)}
.logins td:nth-child(4),.logins td:nth-child(5){max-width:280px}
.state{display:inline-block;border-radius:99px;padding:0 9px;font-size:12.5px;font-weight:600;white-space:nowrap;border:1px solid currentColor}
.state.good{color:var(--groupInk)}
.state.error{color:var(--error)}
.state.warning{color:var(--warning)}
.state.unpaired{color:var(--unpaired)}
.finding{margin:0 0 8px;max-width:64ch;overflow-wrap:anywhere}
.finding b{text-transform:capitalize}
.finding.error b{color:var(--error)}
.finding.warning b{color:var(--warning)}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;color:var(--faint);font-size:13px;margin:10px 2px 0}
.legend i{display:inline-block;width:24px;height:0;border-top:2px solid var(--entrance);vertical-align:middle;margin-right:6px}
.legend .l2{border-top:2px dashed var(--unpaired)}
.legend .l3{border-top:2px dotted var(--entrance)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
@media(max-width:1000px){.stage{grid-template-columns:minmax(0,1fr)}aside{position:static;max-height:none}.canvas svg{max-width:none}main,header{padding-left:14px;padding-right:14px}}
@media(prefers-reduced-motion:no-preference){.node,.entrance,.wire{transition:opacity .15s}}
@media print{:root,:root[data-theme=dark]{${variables('light')}}header{position:static;border:0}.tools,.legend button{display:none}.stage{display:block}aside{display:none}.canvas,.tablebox{max-height:none;overflow:visible;border:0}.canvas svg{width:100%;max-width:100%!important}thead th,thead td,.matrix tbody th{position:static}a{color:inherit;text-decoration:none}table{font-size:11px}tr,.finding{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact}}`;
