package main

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// multipart: parts in any order, twice and at once, under every encryption (protocol reference §2.6, §4.7).
func multipart(part *checks.Checks, c *client) {
	c.withBucket(part, "multipart", func(bucket string) {
		for _, encryption := range c.everyEncryption(part, bucket) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				byHand(part, c, bucket, encryption)
				atOnce(part, c, bucket, encryption)
				completeAll(part, c, bucket, encryption)
				aborted(part, c, bucket, encryption)
			})
		}
		fixedByTheFirstRule(part, c, bucket)
	})
}

// upload is one that was begun.
type upload struct {
	*client
	bucket, key, id string
	echo            checks.Echo
}

func (c *client) begin(part *checks.Checks, bucket, key string, encryption checks.Encryption) upload {
	begun, err := c.InitiateMultipartUpload(ctx, &oss.InitiateMultipartUploadRequest{
		Bucket:                    &bucket,
		Key:                       &key,
		ServerSideEncryption:      text(encryption.Algorithm),
		ServerSideEncryptionKeyId: text(encryption.KeyID),
		ServerSideDataEncryption:  text(encryption.Data),
		ContentType:               oss.Ptr("text/x-interop"),
		Metadata:                  map[string]string{"note": "kept"},
	})
	part.Need("Initiate", err)
	part.Equal("Initiate says", checks.EchoOf(begun.Headers), encryption.Echo)
	return upload{c, bucket, key, *begun.UploadId, encryption.Echo}
}

func (u upload) partRequest(number int, piece []byte) *oss.UploadPartRequest {
	return &oss.UploadPartRequest{Bucket: &u.bucket, Key: &u.key, UploadId: &u.id, PartNumber: int32(number), Body: bytes.NewReader(piece)}
}

// send uploads one part and gives what Complete needs of it.
func (u upload) send(part *checks.Checks, number int, piece []byte) oss.UploadPart {
	done, err := u.UploadPart(ctx, u.partRequest(number, piece))
	part.Need("UploadPart", err)
	said := []any{checks.EchoOf(done.Headers), *done.ETag, *done.HashCRC64, *done.ContentMD5}
	expected := []any{u.echo, checks.ETag(piece), checks.CRC64(piece), checks.ContentMD5(piece)}
	part.Equal(fmt.Sprintf("part %d of %d bytes says", number, len(piece)), said, expected)
	return oss.UploadPart{PartNumber: int32(number), ETag: done.ETag}
}

func (u upload) complete(parts []oss.UploadPart) (*oss.CompleteMultipartUploadResult, error) {
	return u.CompleteMultipartUpload(ctx, &oss.CompleteMultipartUploadRequest{
		Bucket: &u.bucket, Key: &u.key, UploadId: &u.id, CompleteMultipartUpload: &oss.CompleteMultipartUpload{Parts: parts},
	})
}

func (u upload) abort() error {
	_, err := u.AbortMultipartUpload(ctx, &oss.AbortMultipartUploadRequest{Bucket: &u.bucket, Key: &u.key, UploadId: &u.id})
	return err
}

// finished completes the upload and checks what the reply and the object say.
func (u upload) finished(part *checks.Checks, what string, parts []oss.UploadPart, pieces [][]byte) {
	done, err := u.complete(parts)
	part.Need("Complete", err)
	body := bytes.Join(pieces, nil)
	said := []any{checks.EchoOf(done.Headers), *done.ETag, *done.HashCRC64}
	part.Equal(what+": Complete says", said, []any{u.echo, checks.MultipartETag(pieces), checks.CRC64(body)})
	u.checkObject(part, what, u.bucket, u.key, body, u.echo)
}

// gone: nothing can be done with the upload any more.
func (u upload) gone(part *checks.Checks, what string) {
	_, err := u.ListParts(ctx, &oss.ListPartsRequest{Bucket: &u.bucket, Key: &u.key, UploadId: &u.id})
	part.Refused("ListParts after "+what, err, checks.NoUpload)
	_, err = u.UploadPart(ctx, u.partRequest(1, []byte("late")))
	part.Refused("UploadPart after "+what, err, checks.NoUpload)
	_, err = u.complete([]oss.UploadPart{{PartNumber: 1, ETag: oss.Ptr(checks.ETag(nil))}})
	part.Refused("Complete after "+what, err, checks.NoUpload)
	part.Refused("Abort after "+what, u.abort(), checks.NoUpload)
}

func byHand(part *checks.Checks, c *client, bucket string, encryption checks.Encryption) {
	body, pieces := checks.Pieces(checks.PartSizes)
	u := c.begin(part, bucket, "by hand", encryption)
	u.send(part, 2, checks.Pattern(120_000)[7:])
	parts := make([]oss.UploadPart, len(pieces))
	for _, number := range []int{4, 2, 5, 1, 3} {
		parts[number-1] = u.send(part, number, pieces[number-1])
	}
	c.checkMissing(part, "no object before Complete", bucket, u.key)
	u.finished(part, "by hand", parts, pieces)
	c.checkRanges(part, "by hand", bucket, u.key, body, checks.Borders(checks.PartSizes), encryption.Echo)
	head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: &u.key})
	part.Need("head", err)
	said := []any{*head.ObjectType, *head.ContentType, head.Metadata["note"], head.ContentMD5 == nil}
	part.Equal("head: type, headers of Initiate, no Content-MD5", said, []any{"Multipart", "text/x-interop", "kept", true})
	u.gone(part, "Complete")
	_, err = c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: &u.key})
	part.Need("delete", err)
}

func atOnce(part *checks.Checks, c *client, bucket string, encryption checks.Encryption) {
	var sizes []int
	for n := range 8 {
		sizes = append(sizes, 102_400+997*n)
	}
	_, pieces := checks.Pieces(sizes)
	u := c.begin(part, bucket, "at once", encryption)
	parts := make([]oss.UploadPart, len(pieces))
	errs := make([]error, len(pieces))
	var sent sync.WaitGroup
	for n := range pieces {
		sent.Add(1)
		go func() {
			defer sent.Done()
			done, err := c.UploadPart(ctx, u.partRequest(n+1, pieces[n]))
			if errs[n] = err; err == nil {
				parts[n] = oss.UploadPart{PartNumber: int32(n + 1), ETag: done.ETag}
			}
		}()
	}
	sent.Wait()
	for _, err := range errs {
		part.Need("UploadPart at once", err)
	}
	u.finished(part, "parts at once", parts, pieces)
}

func completeAll(part *checks.Checks, c *client, bucket string, encryption checks.Encryption) {
	body, pieces := checks.Pieces([]int{102_400, 150_001, 3})
	u := c.begin(part, bucket, "all", encryption)
	for n, number := range []int{7, 20, 30} {
		u.send(part, number, pieces[n])
	}
	done, err := c.CompleteMultipartUpload(ctx, &oss.CompleteMultipartUploadRequest{
		Bucket: &bucket, Key: &u.key, UploadId: &u.id, CompleteAll: oss.Ptr("yes"),
	})
	part.Need("Complete of all parts", err)
	part.Equal("Complete of all parts says", []any{checks.EchoOf(done.Headers), *done.ETag}, []any{u.echo, checks.MultipartETag(pieces)})
	c.checkObject(part, "all parts", bucket, u.key, body, u.echo)
}

func aborted(part *checks.Checks, c *client, bucket string, encryption checks.Encryption) {
	c.put(part, bucket, "aborted", []byte("the former object"), encryption)
	u := c.begin(part, bucket, "aborted", encryption)
	u.send(part, 1, checks.Pattern(110_000))
	part.Equal("Abort", u.abort(), nil)
	u.gone(part, "Abort")
	c.checkObject(part, "after Abort", bucket, "aborted", []byte("the former object"), encryption.Echo)
}

// fixedByTheFirstRule: the rule counts that the bucket had at Initiate.
func fixedByTheFirstRule(part *checks.Checks, c *client, bucket string) {
	_, pieces := checks.Pieces([]int{102_400, 5})
	part.Need("put a rule", c.putRule(bucket, checks.Rule{Algorithm: "SM4"}))
	u := c.begin(part, bucket, "rule", checks.Encryption{Echo: checks.SM4.Echo})
	part.Need("put another rule", c.putRule(bucket, checks.Rule{Algorithm: "AES256"}))
	parts := []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1])}
	u.finished(part, "begun under another rule", parts, pieces)
	_, err := c.DeleteBucketEncryption(ctx, &oss.DeleteBucketEncryptionRequest{Bucket: &bucket})
	part.Need("delete the rule", err)
}
