# Shared by the scripts of this folder (sourced): where we are, colours on a terminal only, folders
# that can be written to, and `step`, which runs one long command with progress and a log.
# Sets: root, log (a file), jobs. No side effects outside build/.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jobs=$(nproc 2>/dev/null || echo 2)
mkdir -p "$root/build"
log=$root/build/${0##*/}.log

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
  bold='' dim='' red='' green='' plain=''
fi

# ccache and npm keep their caches under HOME; where that is missing or read-only, under build/.
if [ ! -d "${HOME:-/nonexistent}" ] || [ ! -w "${HOME:-/nonexistent}" ]; then
  export HOME=$root/build/home
  export XDG_CACHE_HOME=$HOME/.cache
  mkdir -p "$XDG_CACHE_HOME"
fi

seconds_text() {  # 75 -> 1 min 15 s
  if [ "$1" -ge 60 ]; then echo "$(($1 / 60)) min $(($1 % 60)) s"; else echo "$1 s"; fi
}

# step TITLE COMMAND...: runs it, everything it prints goes to $log. On a terminal the last line is
# shown while it runs. A failure shows the log's end and returns the command's code.
step() {
  local title=$1 start=$SECONDS code line width
  shift
  printf '\n== %s: %s\n' "$title" "$*" >>"$log"
  if [ -n "$bold" ]; then
    width=$(($(tput cols 2>/dev/null || echo 80) - ${#title} - 5))
    "$@" </dev/null 2>&1 | tee -a "$log" | while IFS= read -r line; do
      printf '\r\e[K  %s  %s%.*s%s' "$title" "$dim" "$((width > 0 ? width : 0))" "$line" "$plain"
    done
    code=${PIPESTATUS[0]}
    printf '\r\e[K'
  else
    printf '  %-24s ' "$title"
    "$@" </dev/null >>"$log" 2>&1
    code=$?
  fi
  [ -z "$bold" ] || printf '  %-24s ' "$title"
  if [ "$code" -eq 0 ]; then
    printf '%sok%s  %s\n' "$green" "$plain" "$(seconds_text $((SECONDS - start)))"
  else
    printf '%sFAILED%s  %s\n' "$red" "$plain" "$(seconds_text $((SECONDS - start)))"
    printf '%s\n' "${dim}--- the last lines of $log ---${plain}"
    tail -n 40 "$log"
  fi
  return "$code"
}
