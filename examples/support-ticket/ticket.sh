#!/bin/sh
# A customer's tickets at the command line. Needs curl and nothing else; README.md says how to use it.
set -eu
umask 077

api="${CASELOOM_URL:?is the address of the server}/api/v1"
: "${CASELOOM_APIKEY:?is the key of the application}"
: "${CASELOOM_USER:?is your address}" "${CASELOOM_PASSWORD:?is your password}"

# Keys and tokens go into files, because everybody on the machine can read the arguments of a program.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf 'apikey: %s\n' "$CASELOOM_APIKEY" > "$folder/headers"

usage() {
  sed -n 's/^  \([a-z]*\)) # /ticket.sh \1 /p' "$0" >&2
  exit 64
}

# Sends a request with the headers; the rest is for curl.
ask() {
  curl -sS -H @"$folder/headers" "$@"
}

# The same for what answers in the envelope; prints the answer, or what is wrong with the request.
call() {
  answer=$(ask "$@")
  case $answer in
    '{"status_code":200,'*) printf '%s\n' "$answer" ;;
    *)
      printf 'refused: %s\n' "$answer" >&2
      return 1
      ;;
  esac
}

log_in() {
  tokens=$(printf '%s' "$CASELOOM_PASSWORD" |
    ask --data-urlencode "username=$CASELOOM_USER" --data-urlencode password@- "$api/user/login/")
  access=$(printf '%s' "$tokens" | sed -n 's/.*"access":"\([^"]*\)".*/\1/p')
  if [ -z "$access" ]; then
    printf 'log-in refused: %s\n' "$tokens" >&2
    exit 1
  fi
  printf 'Authorization: Bearer %s\n' "$access" >> "$folder/headers"
}

# The answer to a create is empty, so the newest ticket with the subject is looked up in the history.
newest() {
  found=$(call -G --data-urlencode "subject=$1" -d limit=1 "$api/support/get/ticket/history/")
  printf '%s\n' "$found" | sed -n 's/.*"TicketList":\[{"id":\([0-9]*\).*/\1/p'
}

set_status() {
  call --form-string "ticket=$1" --form-string "status=$2" "$api/support/ticket/status/" > "$folder/done"
}

verb=${1-}
[ $# -eq 0 ] || shift
case $verb in
  categories) # lists what a ticket can be about
    call "$api/get/support-ticket/category-list/"
    ;;
  open) # <category> <subject> <comment> [file]: opens a ticket and prints its number
    [ $# -ge 3 ] || usage
    log_in
    # --form-string, because -F would take a text that begins with @ for the name of a file.
    call --form-string "category=$1" --form-string priority=2 \
      --form-string "subject=$2" --form-string "comment=$3" ${4:+-F "attachment=@\"$4\""} \
      "$api/support/create/ticket/" > "$folder/done"
    newest "$2"
    ;;
  say) # <number> <comment> [file]: adds to the conversation
    [ $# -ge 2 ] || usage
    log_in
    call --form-string "ticket=$1" --form-string "comment=$2" ${3:+-F "attachment=@\"$3\""} \
      "$api/support/ticket/conversation/" > "$folder/done"
    ;;
  show) # <number>: prints the ticket with its conversation
    [ $# -eq 1 ] || usage
    log_in
    call -X GET --form-string "ticket_id=$1" "$api/support/ticket/detailed-view/"
    ;;
  fetch) # <attachment> <file>: saves a file of a ticket
    [ $# -eq 2 ] || usage
    log_in
    ask -f -o "$2" "$api/support/ticket/download/$1/"
    ;;
  history) # [text]: prints your tickets, the newest first; with a text those that have it in the subject
    log_in
    call -G --data-urlencode "subject=${1-}" "$api/support/get/ticket/history/"
    ;;
  close) # <number>: closes the ticket
    [ $# -eq 1 ] || usage
    log_in
    set_status "$1" 3
    ;;
  reopen) # <number>: opens a closed ticket again
    [ $# -eq 1 ] || usage
    log_in
    set_status "$1" 2
    ;;
  *) usage ;;
esac
