package main

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

var wrongPosition = checks.Refusal{Status: 409, Code: "PositionNotEqualToLength", EC: "0026-00000016"}

// appends: the first one fixes the encryption; positions must be right; of two at once one wins (protocol reference §2.6).
func appends(part *checks.Checks, c *client) {
	c.withBucket(part, "appends", func(b bucket) {
		for _, encryption := range b.everyEncryption(part) {
			part.Section(encryption.Name, func(part *checks.Checks) { growing(part, b, encryption) })
		}
		refusedAppends(part, b)
		appendsAtOnce(part, b)
	})
}

func (b bucket) tryAppend(key string, position int, body []byte, encryption checks.Encryption, options ...oss.Option) (int64, error) {
	return b.AppendObject(key, bytes.NewReader(body), int64(position), encrypt(encryption, options...)...)
}

func growing(part *checks.Checks, b bucket, encryption checks.Encryption) {
	key := "growing " + encryption.Name
	body, pieces := checks.Pieces([]int{1, 16_383, 20_000, 300_001, 0, 5})
	at := 0
	for n, piece := range pieces {
		asked := encryption
		if n > 0 {
			// Later headers are ignored.
			asked = checks.AES256
		}
		var reply http.Header
		next, err := b.tryAppend(key, at, piece, asked, oss.GetResponseHeader(&reply))
		part.Need("append", err)
		at += len(piece)
		said := []any{checks.EchoOf(reply), int(next), reply.Get("x-oss-hash-crc64ecma")}
		part.Equal(fmt.Sprintf("append %d says", n+1), said, []any{encryption.Echo, at, checks.CRC64(body[:at])})
		b.checkObject(part, fmt.Sprintf("after append %d", n+1), key, body[:at], encryption.Echo)
	}
	b.checkRanges(part, "ranges", key, body, []int{1, 16_384, 36_384, 336_385}, encryption.Echo)
	head := b.head(part, key)
	said := []string{head.Get("x-oss-object-type"), head.Get("x-oss-next-append-position")}
	part.Equal("head: type, next position", said, []string{"Appendable", fmt.Sprint(len(body))})
}

func refusedAppends(part *checks.Checks, b bucket) {
	_, err := b.tryAppend("new", 4, []byte("body"), checks.AES256)
	part.Refused("append to nothing beyond 0", err, wrongPosition)
	_, err = b.tryAppend("refused", 0, []byte("body"), checks.SM4)
	part.Need("append", err)
	_, err = b.tryAppend("refused", 3, []byte("body"), checks.None)
	part.Refused("append at a wrong position", err, wrongPosition)
	b.put(part, "normal", []byte("body"), checks.AES256)
	_, err = b.tryAppend("normal", 4, []byte("body"), checks.None)
	part.Refused("append to an object that was put", err, checks.Refusal{Status: 409, Code: "ObjectNotAppendable"})
	for _, each := range checks.RefusedEncryptions(b.client.server) {
		_, err := b.tryAppend("never", 0, []byte("body"), each.Encryption)
		part.Refused("first append with "+each.What, err, each.Refusal)
	}
	b.checkMissing(part, "nothing is stored", "never")
	b.checkObject(part, "after refused appends", "refused", []byte("body"), checks.SM4.Echo)
}

func appendsAtOnce(part *checks.Checks, b bucket) {
	_, err := b.tryAppend("race", 0, []byte("begin"), checks.KMS(""))
	part.Need("append", err)
	errs := make([]error, 6)
	var sent sync.WaitGroup
	for n := range errs {
		sent.Add(1)
		go func() {
			defer sent.Done()
			_, errs[n] = b.tryAppend("race", 5, bytes.Repeat([]byte{byte('a' + n)}, 40_000), checks.None)
		}()
	}
	sent.Wait()
	winner := -1
	for n, err := range errs {
		if err == nil && winner < 0 {
			winner = n
		} else {
			part.Refused("an append that lost", err, wrongPosition)
		}
	}
	part.Holds("one append wins", winner >= 0, errs)
	_, came := b.get(part, "race")
	part.Same("its bytes are there, whole", came, append([]byte("begin"), bytes.Repeat([]byte{byte('a' + max(0, winner))}, 40_000)...))
}
