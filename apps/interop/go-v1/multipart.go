package main

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// multipart: parts in any order, twice and at once, under every encryption (protocol reference §2.6, §4.7).
func multipart(part *checks.Checks, c *client) {
	c.withBucket(part, "multipart", func(b bucket) {
		for _, encryption := range b.everyEncryption(part) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				byHand(part, b, encryption)
				atOnce(part, b, encryption)
				aborted(part, b, encryption)
			})
		}
		fixedByTheFirstRule(part, c, b)
	})
}

// upload is one that was begun.
type upload struct {
	bucket
	begun oss.InitiateMultipartUploadResult
	echo  checks.Echo
}

func (b bucket) begin(part *checks.Checks, key string, encryption checks.Encryption) upload {
	var reply http.Header
	options := []oss.Option{oss.GetResponseHeader(&reply), oss.ContentType("text/x-interop"), oss.Meta("note", "kept")}
	begun, err := b.InitiateMultipartUpload(key, encrypt(encryption, options...)...)
	part.Need("Initiate", err)
	part.Equal("Initiate says", checks.EchoOf(reply), encryption.Echo)
	return upload{b, begun, encryption.Echo}
}

// send uploads one part and gives what Complete needs of it.
func (u upload) send(part *checks.Checks, number int, piece []byte) oss.UploadPart {
	var reply http.Header
	done, err := u.UploadPart(u.begun, bytes.NewReader(piece), int64(len(piece)), number, oss.GetResponseHeader(&reply))
	part.Need("UploadPart", err)
	said := []any{checks.EchoOf(reply), done.ETag, reply.Get("x-oss-hash-crc64ecma"), reply.Get("Content-MD5")}
	expected := []any{u.echo, checks.ETag(piece), checks.CRC64(piece), checks.ContentMD5(piece)}
	part.Equal(fmt.Sprintf("part %d of %d bytes says", number, len(piece)), said, expected)
	return done
}

// finished completes the upload and checks what the reply and the object say.
func (u upload) finished(part *checks.Checks, what string, parts []oss.UploadPart, pieces [][]byte) {
	var reply http.Header
	done, err := u.CompleteMultipartUpload(u.begun, parts, oss.GetResponseHeader(&reply))
	part.Need("Complete", err)
	body := bytes.Join(pieces, nil)
	said := []any{checks.EchoOf(reply), done.ETag, reply.Get("x-oss-hash-crc64ecma")}
	part.Equal(what+": Complete says", said, []any{u.echo, checks.MultipartETag(pieces), checks.CRC64(body)})
	u.checkObject(part, what, u.begun.Key, body, u.echo)
}

// gone: nothing can be done with the upload any more.
func (u upload) gone(part *checks.Checks, what string) {
	_, err := u.ListUploadedParts(u.begun)
	part.Refused("ListParts after "+what, err, checks.NoUpload)
	_, err = u.UploadPart(u.begun, bytes.NewReader([]byte("late")), 4, 1)
	part.Refused("UploadPart after "+what, err, checks.NoUpload)
	_, err = u.CompleteMultipartUpload(u.begun, []oss.UploadPart{{PartNumber: 1, ETag: checks.ETag(nil)}})
	part.Refused("Complete after "+what, err, checks.NoUpload)
	part.Refused("Abort after "+what, u.AbortMultipartUpload(u.begun), checks.NoUpload)
}

func byHand(part *checks.Checks, b bucket, encryption checks.Encryption) {
	body, pieces := checks.Pieces(checks.PartSizes)
	u := b.begin(part, "by hand", encryption)
	u.send(part, 2, checks.Pattern(120_000)[7:])
	parts := make([]oss.UploadPart, len(pieces))
	for _, number := range []int{4, 2, 5, 1, 3} {
		parts[number-1] = u.send(part, number, pieces[number-1])
	}
	b.checkMissing(part, "no object before Complete", "by hand")
	u.finished(part, "by hand", parts, pieces)
	b.checkRanges(part, "by hand", "by hand", body, checks.Borders(checks.PartSizes), encryption.Echo)
	head := b.head(part, "by hand")
	said := []string{head.Get("x-oss-object-type"), head.Get("Content-Type"), head.Get("x-oss-meta-note"), head.Get("Content-MD5")}
	part.Equal("head: type, headers of Initiate, no Content-MD5", said, []string{"Multipart", "text/x-interop", "kept", ""})
	u.gone(part, "Complete")
	part.Need("delete", b.DeleteObject("by hand"))
}

func atOnce(part *checks.Checks, b bucket, encryption checks.Encryption) {
	var sizes []int
	for n := range 8 {
		sizes = append(sizes, 102_400+997*n)
	}
	_, pieces := checks.Pieces(sizes)
	u := b.begin(part, "at once", encryption)
	parts := make([]oss.UploadPart, len(pieces))
	errs := make([]error, len(pieces))
	var sent sync.WaitGroup
	for n, piece := range pieces {
		sent.Add(1)
		go func() {
			defer sent.Done()
			parts[n], errs[n] = u.UploadPart(u.begun, bytes.NewReader(piece), int64(len(piece)), n+1)
		}()
	}
	sent.Wait()
	for _, err := range errs {
		part.Need("UploadPart at once", err)
	}
	u.finished(part, "parts at once", parts, pieces)
}

func aborted(part *checks.Checks, b bucket, encryption checks.Encryption) {
	b.put(part, "aborted", []byte("the former object"), encryption)
	u := b.begin(part, "aborted", encryption)
	u.send(part, 1, checks.Pattern(110_000))
	part.Equal("Abort", b.AbortMultipartUpload(u.begun), nil)
	u.gone(part, "Abort")
	b.checkObject(part, "after Abort", "aborted", []byte("the former object"), encryption.Echo)
}

// fixedByTheFirstRule: the rule counts that the bucket had at Initiate.
func fixedByTheFirstRule(part *checks.Checks, c *client, b bucket) {
	_, pieces := checks.Pieces([]int{102_400, 5})
	part.Need("put a rule", c.putRule(b.BucketName, checks.Rule{Algorithm: "SM4"}))
	u := b.begin(part, "rule", checks.Encryption{Echo: checks.SM4.Echo})
	part.Need("put another rule", c.putRule(b.BucketName, checks.Rule{Algorithm: "AES256"}))
	parts := []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1])}
	u.finished(part, "begun under another rule", parts, pieces)
	part.Need("delete the rule", c.DeleteBucketEncryption(b.BucketName))
}
