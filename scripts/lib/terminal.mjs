// Text for a terminal 80 columns wide: colours and pauses only on a terminal (or with FORCE_COLOR, for
// the picture in the README), lines cut to fit, code with line numbers, diffs.

export const width = 80;
const colours = process.env.FORCE_COLOR !== undefined ||
  (process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
const paint = (code) => (text) => (colours && text ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint('1');
export const dim = paint('2');
export const ghost = paint('2;3');
export const red = paint('31');
export const green = paint('32');
export const yellow = paint('33');
export const cyan = paint('36');

export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

let fast = !process.stdout.isTTY;
export function without_pauses() {
  fast = true;
}
export function pause(milliseconds) {
  return fast ? Promise.resolve() : new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/// At most `columns` characters; tabs become spaces.
export function cut(text, columns) {
  const characters = [...text.replace(/\t/g, '    ')];
  return characters.length <= columns ? characters.join('') : `${characters.slice(0, columns - 1).join('')}…`;
}

export function rule(title) {
  say(`${bold(title)} ${dim('─'.repeat(width - title.length - 1))}`);
}

const gutter = (number) => dim(`${String(number).padStart(5)} │ `);

/// Lines of code; `first` is the number of the first one, from 1.
export function code(lines, first) {
  lines.forEach((line, index) => say(gutter(first + index) + cut(line, width - 8)));
}

/// The cursor's line, typed, with the suggestion as ghost text behind it (further lines below).
export async function typed(before, suggestion, after, number) {
  process.stdout.write(gutter(number));
  const columns = width - 8;
  for (const character of cut(before, columns)) {
    process.stdout.write(character);
    await pause(12);
  }
  await pause(300);
  const [first, ...more] = suggestion.split('\n');
  const left = Math.max(0, columns - [...before].length);
  process.stdout.write(ghost(cut(first, left)));
  say(cut(after, Math.max(0, left - [...first].length)));
  for (const line of more) say(`${' '.repeat(6)}${dim('│ ')}${ghost(cut(line, columns))}`);
}

/// The common and the changed lines of two texts, by the longest common subsequence.
export function diff_lines(before, after) {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      table[i][j] = before[i] === after[j] ? table[i + 1][j + 1] + 1
        : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const rows = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      rows.push([' ', before[i]]);
      i += 1;
      j += 1;
    } else if (j < after.length && (i === before.length || table[i][j + 1] > table[i + 1][j])) {
      rows.push(['+', after[j]]);
      j += 1;
    } else {
      rows.push(['-', before[i]]);
      i += 1;
    }
  }
  return rows;
}

/// A unified diff of one place with three lines around each change. `first`: number of before[0].
export function diff(before, after, first) {
  const rows = diff_lines(before, after);
  const near = (index) => rows.some(([mark], at) => mark !== ' ' && Math.abs(at - index) <= 3);
  let number = first;
  let open = false;
  rows.forEach(([mark, line], index) => {
    if (near(index)) {
      if (!open) say(cyan(`@@ line ${number} @@`));
      const colour = { '+': green, '-': red, ' ': (text) => text }[mark];
      say(colour(cut(`${mark}${line}`, width)));
    }
    open = near(index);
    if (mark !== '+') number += 1;
  });
}

export function bar(share, columns) {
  const full = Math.min(columns, Math.max(share > 0 ? 1 : 0, Math.round(share * columns)));
  return cyan('█'.repeat(full)) + dim('░'.repeat(columns - full));
}

export const count = (number) => number.toLocaleString('en-US');
