package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// put stores an object that the following checks rest on, and gives the headers of the reply.
func (b bucket) put(part *checks.Checks, key string, body []byte, encryption checks.Encryption, options ...oss.Option) http.Header {
	var reply http.Header
	err := b.PutObject(key, bytes.NewReader(body), encrypt(encryption, append(options, oss.GetResponseHeader(&reply))...)...)
	part.Need("put "+key, err)
	return reply
}

// tryPut stores an object if the server lets it.
func (b bucket) tryPut(key string, body []byte, encryption checks.Encryption) error {
	return b.PutObject(key, bytes.NewReader(body), encrypt(encryption)...)
}

// everyEncryption asks the server for its default key.
func (b bucket) everyEncryption(part *checks.Checks) []checks.Encryption {
	return checks.EveryEncryption(b.client.server, b.defaultKey(part))
}

// defaultKey is the id of the key that KMS uses when none is named.
func (b bucket) defaultKey(part *checks.Checks) string {
	reply := b.put(part, "default-key", nil, checks.KMS(""))
	part.Need("delete default-key", b.DeleteObject("default-key"))
	return checks.EchoOf(reply).KeyID
}

// get reads an object that must be there.
func (b bucket) get(part *checks.Checks, key string, options ...oss.Option) (http.Header, []byte) {
	var reply http.Header
	body, err := b.GetObject(key, append(options, oss.GetResponseHeader(&reply))...)
	part.Need("get "+key, err)
	defer body.Close()
	read, err := io.ReadAll(body)
	part.Need("read "+key, err)
	return reply, read
}

// head gives the headers of an object that must be there.
func (b bucket) head(part *checks.Checks, key string) http.Header {
	reply, err := b.GetObjectDetailedMeta(key)
	part.Need("head "+key, err)
	return reply
}

// checkObject: get and head must show this body, its checksum and this encryption.
func (b bucket) checkObject(part *checks.Checks, what, key string, body []byte, echo checks.Echo) {
	got, came := b.get(part, key)
	part.Same(what+": get gives the bytes", came, body)
	part.Equal(what+": get says", []any{checks.EchoOf(got), got.Get("x-oss-hash-crc64ecma")}, []any{echo, checks.CRC64(body)})
	head := b.head(part, key)
	said := []any{checks.EchoOf(head), head.Get("Content-Length"), head.Get("ETag"), head.Get("x-oss-hash-crc64ecma")}
	part.Equal(what+": head says", said, []any{echo, fmt.Sprint(len(body)), got.Get("ETag"), checks.CRC64(body)})
}

// checkRanges: ranges across and beside each border must give their bytes and show this encryption.
func (b bucket) checkRanges(part *checks.Checks, what, key string, body []byte, borders []int, echo checks.Echo) {
	for _, r := range checks.RangesAround(borders, len(body)) {
		got, came := b.get(part, key, oss.Range(int64(r.First), int64(r.Last)))
		part.Same(fmt.Sprintf("%s: %s gives its bytes", what, r), came, body[r.First:r.Last+1])
		said := []any{got.Get("Content-Range"), checks.EchoOf(got)}
		part.Equal(fmt.Sprintf("%s: %s says", what, r), said, []any{fmt.Sprintf("bytes %d-%d/%d", r.First, r.Last, len(body)), echo})
	}
}

// checkMissing: there is no such object.
func (b bucket) checkMissing(part *checks.Checks, what, key string) {
	_, err := b.GetObject(key)
	part.Refused(what, err, checks.NoKey)
}
