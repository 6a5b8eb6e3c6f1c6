// Terminal output with colours (stdin) -> an SVG picture of the terminal (stdout). Knows the few codes that
// terminal.mjs writes: bold, dim, italic, red, green, yellow, cyan.
import { readFileSync } from 'node:fs';

const columns = 80;
const cell = { width: 8.4, height: 19 };
const colours = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' };

const escape = (text) => text.replace(/[&<>]/g, (character) =>
  ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);

/// [[style, text], ...] of one line.
function pieces(line) {
  const result = [];
  let style = {};
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part) result.push([style, part]);
      continue;
    }
    for (const code of codes.split(';').map(Number)) {
      if (code === 0) style = {};
      if (code === 1) style = { ...style, 'font-weight': 'bold' };
      if (code === 2) style = { ...style, fill: '#8b949e' };
      if (code === 3) style = { ...style, 'font-style': 'italic' };
      if (colours[code]) style = { ...style, fill: colours[code] };
    }
  }
  return result;
}

function row(line, index) {
  let column = 0;
  const spans = pieces(line).map(([style, text]) => {
    const attributes = Object.entries(style).map(([name, value]) => ` ${name}="${value}"`).join('');
    const length = [...text].length;
    const span = `<tspan x="${(20 + column * cell.width).toFixed(1)}" ` +
      `textLength="${(length * cell.width).toFixed(1)}"${attributes}>${escape(text)}</tspan>`;
    column += length;
    return text.trim() ? span : '';
  });
  return `<text y="${44 + index * cell.height}">${spans.join('')}</text>`;
}

const lines = readFileSync(0, 'utf8').replace(/^\n+|\n+$/g, '').split('\n');
const [width, height] = [columns * cell.width + 40, lines.length * cell.height + 60];
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
  `viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, monospace" ` +
  `font-size="14" xml:space="preserve" fill="#e6edf3">
<rect width="100%" height="100%" rx="10" fill="#0d1117"/>
${[['#ff5f57', 20], ['#febc2e', 38], ['#28c840', 56]].map(([fill, x]) =>
    `<circle cx="${x}" cy="17" r="5" fill="${fill}"/>`).join('')}
${lines.map(row).join('\n')}
</svg>
`);
