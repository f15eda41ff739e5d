package main

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// appends: the first one fixes the encryption; positions must be right; of two at once one wins (protocol reference §2.6).
func appends(part *checks.Checks, c *client) {
	c.withBucket(part, "appends", func(bucket string) {
		for _, encryption := range c.everyEncryption(part, bucket) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				growing(part, c, bucket, encryption)
				appendFile(part, c, bucket, encryption)
			})
		}
		refusedAppends(part, c, bucket)
		appendsAtOnce(part, c, bucket)
	})
}

func appendRequest(bucket, key string, position int, body []byte, encryption checks.Encryption) *oss.AppendObjectRequest {
	return &oss.AppendObjectRequest{
		Bucket:                    &bucket,
		Key:                       &key,
		Position:                  oss.Ptr(int64(position)),
		Body:                      bytes.NewReader(body),
		ServerSideEncryption:      text(encryption.Algorithm),
		ServerSideEncryptionKeyId: text(encryption.KeyID),
		ServerSideDataEncryption:  text(encryption.Data),
	}
}

func growing(part *checks.Checks, c *client, bucket string, encryption checks.Encryption) {
	key := "growing " + encryption.Name
	sizes := []int{1, 16_383, 20_000, 300_001, 0, 5}
	body, pieces := checks.Pieces(sizes)
	at := 0
	for n, piece := range pieces {
		asked := encryption
		if n > 0 {
			// Later headers are ignored.
			asked = checks.AES256
		}
		done, err := c.AppendObject(ctx, appendRequest(bucket, key, at, piece, asked))
		part.Need("append", err)
		at += len(piece)
		said := []any{checks.EchoOf(done.Headers), int(done.NextPosition), *done.HashCRC64}
		part.Equal(fmt.Sprintf("append %d says", n+1), said, []any{encryption.Echo, at, checks.CRC64(body[:at])})
		c.checkObject(part, fmt.Sprintf("after append %d", n+1), bucket, key, body[:at], encryption.Echo)
	}
	c.checkRanges(part, "ranges", bucket, key, body, []int{1, 16_384, 36_384, 336_385}, encryption.Echo)
	head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: &key})
	part.Need("head", err)
	part.Equal("head: type, next position", []string{*head.ObjectType, *head.NextAppendPosition}, []string{"Appendable", fmt.Sprint(len(body))})
}

// appendFile writes through the client's own file.
func appendFile(part *checks.Checks, c *client, bucket string, encryption checks.Encryption) {
	body := checks.Pattern(50_000)
	key := "file " + encryption.Name
	file, err := c.AppendFile(ctx, bucket, key, func(options *oss.AppendOptions) {
		options.CreateParameter = appendRequest(bucket, key, 0, nil, encryption)
	})
	part.Need("AppendFile", err)
	for _, piece := range [][]byte{body[:20_000], body[20_000:]} {
		_, err := file.Write(piece)
		part.Need("write", err)
	}
	part.Need("close", file.Close())
	c.checkObject(part, "AppendFile", bucket, key, body, encryption.Echo)
}

func refusedAppends(part *checks.Checks, c *client, bucket string) {
	position := checks.Refusal{Status: 409, Code: "PositionNotEqualToLength", EC: "0026-00000016"}
	_, err := c.AppendObject(ctx, appendRequest(bucket, "new", 4, []byte("body"), checks.AES256))
	part.Refused("append to nothing beyond 0", err, position)
	_, err = c.AppendObject(ctx, appendRequest(bucket, "refused", 0, []byte("body"), checks.SM4))
	part.Need("append", err)
	_, err = c.AppendObject(ctx, appendRequest(bucket, "refused", 3, []byte("body"), checks.None))
	part.Refused("append at a wrong position", err, position)
	var refusal *oss.ServiceError
	if errors.As(err, &refusal) {
		part.Equal("which says where to go on", refusal.Headers.Get("x-oss-next-append-position"), "4")
	}
	c.put(part, bucket, "normal", []byte("body"), checks.AES256)
	_, err = c.AppendObject(ctx, appendRequest(bucket, "normal", 4, []byte("body"), checks.None))
	part.Refused("append to an object that was put", err, checks.Refusal{Status: 409, Code: "ObjectNotAppendable"})
	for _, each := range checks.RefusedEncryptions(c.server) {
		_, err := c.AppendObject(ctx, appendRequest(bucket, "never", 0, []byte("body"), each.Encryption))
		part.Refused("first append with "+each.What, err, each.Refusal)
	}
	c.checkMissing(part, "nothing is stored", bucket, "never")
	c.checkObject(part, "after refused appends", bucket, "refused", []byte("body"), checks.SM4.Echo)
}

func appendsAtOnce(part *checks.Checks, c *client, bucket string) {
	_, err := c.AppendObject(ctx, appendRequest(bucket, "race", 0, []byte("begin"), checks.KMS("")))
	part.Need("append", err)
	errs := make([]error, 6)
	var sent sync.WaitGroup
	for n := range errs {
		sent.Add(1)
		go func() {
			defer sent.Done()
			_, errs[n] = c.AppendObject(ctx, appendRequest(bucket, "race", 5, bytes.Repeat([]byte{byte('a' + n)}, 40_000), checks.None))
		}()
	}
	sent.Wait()
	winner := -1
	for n, err := range errs {
		if err == nil && winner < 0 {
			winner = n
		} else {
			part.Refused("an append that lost", err, checks.Refusal{Status: 409, Code: "PositionNotEqualToLength"})
		}
	}
	part.Holds("one append wins", winner >= 0, errs)
	_, came := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("race")})
	part.Same("its bytes are there, whole", came, append([]byte("begin"), bytes.Repeat([]byte{byte('a' + max(0, winner))}, 40_000)...))
}
