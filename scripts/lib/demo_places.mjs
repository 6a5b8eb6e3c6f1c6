// Where the demo plays in a file: a line that a person could be in the middle of, and a function to
// work on. Plain rules over lines, so that they work in most languages.

const shared_prefix = (a, b) => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
};

/// {line (from 0), column}: inside a statement that resembles an earlier one, which gives a model (and
/// the simulator) something to go by. Falls back to the middle of the longest line.
export function completion_place(lines) {
  let best = { score: 0 };
  for (let line = 3; line < Math.min(lines.length, 400); line += 1) {
    const text = lines[line];
    const indent = text.search(/\S/);
    const trimmed = text.trim();
    if (indent > 12 || trimmed.length < 24 || trimmed.length > 68 || /^(\/\/|#|\*|\/\*|\})/.test(trimmed)) continue;
    for (let earlier = Math.max(0, line - 200); earlier < line - 1; earlier += 1) {
      const other = lines[earlier];
      const prefix = shared_prefix(text, other);
      const same = other === text;
      const score = same ? 100 + trimmed.length : prefix - indent;
      if (score <= best.score || score < trimmed.length / 3) continue;
      const word_end = text.slice(0, Math.min(prefix, Math.floor(text.length * 0.55)))
        .search(/[^\w][\w]*$/);
      if (word_end < 8) continue;
      best = { score, line, column: word_end + 1 };
    }
  }
  if (best.score > 0) return best;
  const line = lines.reduce((longest, text, index) => (text.length > lines[longest].length ? index : longest), 0);
  const half = lines[line].slice(0, Math.ceil(lines[line].length * 0.6));
  return { line, column: half.search(/\w*$/) || half.length };
}

/// {first, last} (from 0, whole lines) of a short function without a comment above it.
export function function_place(lines, after = 0) {
  const head = /^(?!\s*(if|for|while|switch|else|return|namespace|struct|class|enum|using|catch|\}|#)\b|\s*\})[^=(]*\w\s*\(.*\)?[^;]*[{:]\s*$/;
  for (let first = after; first < lines.length; first += 1) {
    if (!head.test(lines[first]) || /^\s*(\/\/|#|\*)/.test(lines[first])) continue;
    if (first > 0 && /^\s*(\/\/|\/?\*|#|""")/.test(lines[first - 1])) continue;
    const indent = lines[first].search(/\S/);
    let last = first + 1;
    while (last < lines.length && (lines[last].trim() === '' || lines[last].search(/\S/) > indent)) last += 1;
    if (last < lines.length && /^\s*[})\]]/.test(lines[last])) last += 1;
    last -= 1;
    while (lines[last].trim() === '') last -= 1;
    if (last - first >= 2 && last - first <= 14) return { first, last };
  }
  return { first: 0, last: Math.min(lines.length - 1, 8) };
}
