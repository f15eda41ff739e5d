#!/bin/sh
# Puts an object and gets it back with curl, by presigned URLs: `presigned_curl.sh [encryption]`.
set -eu
here=$(dirname "$0")
printf hello >greeting.txt

url=$(python "$here/presign.py" PUT "$@")
curl --fail --silent --show-error --upload-file greeting.txt ${1:+--header "x-oss-server-side-encryption: $1"} "$url"

url=$(python "$here/presign.py" GET)
curl --fail --silent --show-error --dump-header headers.txt --output got.txt "$url"
encryption=$(tr -d '\r' <headers.txt | sed -n 's/^x-oss-server-side-encryption: //p')
printf 'encryption: %s\ncontent: %s\n' "${encryption:-none}" "$(cat got.txt)"
