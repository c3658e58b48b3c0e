# Completion of serai for fish, written by `serai completion fish`.

# what may stand behind the words of $argv[1]; a fixed argument keeps the options before it
function __serai_place --no-scope-shadowing
  switch $argv[1]
@places@  case '*'
    set words_here
  end
end

# the values of an option; $argv[1]: the words before it, and it
function __serai_choices --no-scope-shadowing
  set choices
  switch $argv[1]
@choices@  end
end

function __serai_complete
  set -l tokens (commandline -opc)
  set -l current (commandline -ct)
  set -l place ""
  set -l option ""
  set -l words_here
  set -l options
  set -l valued
  set -l choices
  __serai_place ""
  for word in $tokens[2..-1]
    if test "$word" = --
      __fish_complete_path "$current"
      return
    else if test -n "$option"
      set option ""
    else if contains -- "$word" $valued
      set option $word
    else if string match -q -- "$word"\t'*' $words_here
      set place (string trim -- "$place $word")
      __serai_place "$place"
    end
  end
  if test -n "$option"
    __serai_choices (string trim -- "$place $option")
    if set -q choices[1]
      printf '%s\n' $choices
    else
      __fish_complete_path "$current"
    end
  else if string match -q -- '-*' "$current"
    printf '%s\n' $options
  else if set -q words_here[1]
    printf '%s\n' $words_here
  else
    __fish_complete_path "$current"
  end
end

complete -c serai -f -a '(__serai_complete)'
