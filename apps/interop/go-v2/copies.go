package main

import (
	"fmt"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// copies: between all encryptions, onto other keys, other buckets and the object itself (protocol reference §2.5, §4.6).
func copies(part *checks.Checks, c *client) {
	c.withBucket(part, "copies", func(bucket string) {
		c.withBucket(part, "copies-to", func(other string) {
			every := c.everyEncryption(part, bucket)
			for _, source := range every {
				for _, target := range every {
					part.Section(fmt.Sprintf("%s to %s", source.Name, target.Name), func(part *checks.Checks) {
						pair(part, c, bucket, other, source, target)
					})
				}
			}
			copiesOfNames(part, c, bucket)
			directives(part, c, bucket)
			copyConditions(part, c, bucket)
			refusedCopies(part, c, bucket)
		})
	})
}

func copyRequest(from, source, to, target string, encryption checks.Encryption) *oss.CopyObjectRequest {
	return &oss.CopyObjectRequest{
		Bucket:                    &to,
		Key:                       &target,
		SourceBucket:              &from,
		SourceKey:                 &source,
		ServerSideEncryption:      text(encryption.Algorithm),
		ServerSideEncryptionKeyId: text(encryption.KeyID),
		ServerSideDataEncryption:  text(encryption.Data),
	}
}

func pair(part *checks.Checks, c *client, bucket, other string, source, target checks.Encryption) {
	body := checks.Pattern(70_003)
	put := putRequest(bucket, "source", body, source)
	put.Metadata = map[string]string{"note": "kept"}
	_, err := c.PutObject(ctx, put)
	part.Need("put the source", err)
	for _, each := range []struct{ what, bucket, key string }{
		{"another key", bucket, "target"}, {"another bucket", other, "target"}, {"itself", bucket, "source"},
	} {
		done, err := c.CopyObject(ctx, copyRequest(bucket, "source", each.bucket, each.key, target))
		part.Need(each.what, err)
		said := []any{checks.EchoOf(done.Headers), *done.ETag, *done.HashCRC64}
		part.Equal(each.what+": copy says", said, []any{target.Echo, checks.ETag(body), checks.CRC64(body)})
		c.checkObject(part, each.what, each.bucket, each.key, body, target.Echo)
		head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &each.bucket, Key: &each.key})
		part.Need("head", err)
		part.Equal(each.what+": metadata", head.Metadata["note"], "kept")
	}
}

func copiesOfNames(part *checks.Checks, c *client, bucket string) {
	for _, name := range checks.Names {
		c.put(part, bucket, name, []byte(name), checks.AES256)
		_, err := c.CopyObject(ctx, copyRequest(bucket, name, bucket, "copy "+name, checks.KMS("")))
		part.Need("copy "+name, err)
		_, came := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("copy " + name)})
		part.Same("copy of "+name, came, []byte(name))
	}
}

// directives: COPY, the default, keeps the source's metadata; REPLACE takes the request's.
func directives(part *checks.Checks, c *client, bucket string) {
	put := putRequest(bucket, "described", []byte("body"), checks.SM4)
	put.Metadata, put.ContentType = map[string]string{"note": "source"}, oss.Ptr("text/x-source")
	_, err := c.PutObject(ctx, put)
	part.Need("put", err)
	for directive, expected := range map[string][]string{"": {"source", "text/x-source"}, "COPY": {"source", "text/x-source"}, "REPLACE": {"target", "text/x-target"}} {
		request := copyRequest(bucket, "described", bucket, "copy", checks.AES256)
		request.MetadataDirective = text(directive)
		request.Metadata, request.ContentType = map[string]string{"note": "target"}, oss.Ptr("text/x-target")
		_, err := c.CopyObject(ctx, request)
		part.Need("copy", err)
		head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("copy")})
		part.Need("head", err)
		part.Equal("directive "+directive, []string{head.Metadata["note"], *head.ContentType}, expected)
	}
}

func copyConditions(part *checks.Checks, c *client, bucket string) {
	c.put(part, bucket, "source", []byte("body"), checks.AES256)
	c.put(part, bucket, "kept", []byte("the former object"), checks.SM4)
	etag, another := checks.ETag([]byte("body")), `"0"`
	for what, each := range map[string]struct {
		match, noneMatch *string
		status           int
	}{
		"If-Match another":      {&another, nil, 412},
		"If-None-Match":         {nil, &etag, 304},
		"If-Match":              {&etag, nil, 200},
		"If-None-Match another": {nil, &another, 200},
	} {
		request := copyRequest(bucket, "source", bucket, "copied", checks.None)
		if each.status != 200 {
			request.Key = oss.Ptr("kept")
		}
		request.IfMatch, request.IfNoneMatch = each.match, each.noneMatch
		_, err := c.CopyObject(ctx, request)
		if each.status == 200 {
			part.Equal("copy "+what, err, nil)
		} else {
			part.Refused("copy "+what, err, checks.Refusal{Status: each.status})
		}
	}
	c.checkObject(part, "after copies that did not happen", bucket, "kept", []byte("the former object"), checks.SM4.Echo)
}

func refusedCopies(part *checks.Checks, c *client, bucket string) {
	_, err := c.CopyObject(ctx, copyRequest(bucket, "missing", bucket, "kept", checks.None))
	part.Refused("copy of a missing source", err, checks.Refusal{Status: 404, Code: "NoSuchKey"})
	_, err = c.CopyObject(ctx, copyRequest(c.newName("missing"), "source", bucket, "kept", checks.None))
	part.Refused("copy from no bucket", err, checks.Refusal{Status: 404, Code: "NoSuchBucket"})
	for _, each := range checks.RefusedEncryptions(c.server) {
		_, err := c.CopyObject(ctx, copyRequest(bucket, "source", bucket, "kept", each.Encryption))
		part.Refused("copy with "+each.What, err, each.Refusal)
		_, err = c.CopyObject(ctx, copyRequest(bucket, "kept", bucket, "kept", each.Encryption))
		part.Refused("copy onto itself with "+each.What, err, each.Refusal)
	}
	c.checkObject(part, "after refused copies", bucket, "kept", []byte("the former object"), checks.SM4.Echo)
}
