#compdef serai
# Completion of serai for zsh, written by `serai completion zsh`.

_serai_place() { # what may stand behind the words of $1; a fixed argument keeps the options before it
  case $1 in
@places@  *) words_here=() ;;
  esac
}

_serai_choices() { # the values of an option; $1: the words before it, and it
  choices=()
  case $1 in
@choices@  esac
}

_serai() {
  local place="" option="" word
  local -a words_here options valued choices
  _serai_place ""
  for word in "${(@)words[2,CURRENT-1]}"; do
    if [[ $word == -- ]]; then
      _files
      return
    elif [[ -n $option ]]; then
      option=""
    elif (( ${valued[(Ie)$word]} )); then
      option=$word
    elif [[ $word != -* ]] && (( ${words_here[(I)${word}:*]} )); then
      place="${place:+$place }$word"
      _serai_place "$place"
    fi
  done
  if [[ -n $option ]]; then
    _serai_choices "${place:+$place }$option"
    if (( $#choices )); then compadd -a choices; else _files; fi
  elif [[ ${words[CURRENT]} == -* ]]; then
    _describe -o 'option' options
  elif (( $#words_here )); then
    _describe 'command' words_here
  else
    _files
  fi
}

if [[ $funcstack[1] == _serai ]]; then _serai "$@"; else compdef _serai serai; fi
