# Completion of serai for bash 3.2 and newer, written by `serai completion bash`.

_serai_place() { # what may stand behind the words of $1; a fixed argument keeps the options before it
  case $1 in
@places@  *) words="" ;;
  esac
}

_serai_choices() { # the values of an option; $1: the words before it, and it
  choices=()
  case $1 in
@choices@  esac
}

_serai() {
  local current=${COMP_WORDS[COMP_CWORD]} place="" option="" word i
  local words options valued choices
  COMPREPLY=()
  _serai_place ""
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ "$word" = -- ]; then return; fi
    if [ "$word" = = ]; then continue; fi
    if [ -n "$option" ]; then
      option=""
    elif [[ " $valued " == *" $word "* ]]; then
      option=$word
    elif [[ $word != -* && " $words " == *" $word "* ]]; then
      place="${place:+$place }$word"
      _serai_place "$place"
    fi
  done
  if [ "$current" = = ]; then current=""; fi
  if [ -n "$option" ]; then
    _serai_choices "${place:+$place }$option"
    COMPREPLY=($(compgen -W "${choices[*]}" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}

complete -o bashdefault -o default -F _serai serai
