package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// objects: put, get, range and head under every encryption, at sizes around the ends of chunks (protocol reference §2.1-2.3, §2.7).
func objects(part *checks.Checks, c *client) {
	c.withBucket(part, "objects", func(b bucket) {
		for _, encryption := range b.everyEncryption(part) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				for _, size := range checks.Sizes {
					body := checks.Pattern(size)
					what := fmt.Sprintf("%d bytes", size)
					reply := b.put(part, "object", body, encryption)
					said := []any{checks.EchoOf(reply), reply.Get("ETag"), reply.Get("x-oss-hash-crc64ecma"), reply.Get("Content-MD5")}
					part.Equal(what+": put says", said, []any{encryption.Echo, checks.ETag(body), checks.CRC64(body), checks.ContentMD5(body)})
					b.checkObject(part, what, "object", body, encryption.Echo)
				}
				b.checkRanges(part, "ranges", "object", checks.Pattern(1_048_579), []int{16_384, 500_000, 1_048_576}, encryption.Echo)
			})
		}
		alias := b.put(part, "alias", []byte("body"), checks.KMSWith("alias", c.server.KeyAlias, ""))
		part.Equal("an alias is shown as its key", checks.EchoOf(alias), checks.Echo{Algorithm: "KMS", KeyID: c.server.KeyID})
		described(part, b)
		conditions(part, b)
		files(part, b)
	})
}

func described(part *checks.Checks, b bucket) {
	b.put(part, "described", []byte("body"), checks.SM4, oss.ContentType("text/x-interop"), oss.CacheControl("no-store"), oss.Meta("note", "kept"))
	head := b.head(part, "described")
	said := []string{head.Get("Content-Type"), head.Get("Cache-Control"), head.Get("x-oss-meta-note"), head.Get("x-oss-object-type"), head.Get("x-oss-storage-class")}
	part.Equal("head shows what was said", said, []string{"text/x-interop", "no-store", "kept", "Normal", "Standard"})
	got, _ := b.get(part, "described", oss.ResponseContentType("text/x-other"))
	part.Equal("overridden type", got.Get("Content-Type"), "text/x-other")
	meta, err := b.GetObjectMeta("described")
	part.Need("object meta", err)
	said = []string{meta.Get("Content-Length"), meta.Get("ETag"), meta.Get(checks.SSEHeader)}
	part.Equal("object meta", said, []string{"4", checks.ETag([]byte("body")), ""})
	exists, err := b.IsObjectExist("missing")
	part.Equal("IsObjectExist of a missing one", []any{exists, err}, []any{false, nil})
	part.Need("set metadata", b.SetObjectMeta("described", encrypt(checks.KMS(""), oss.Meta("note", "other"))...))
	head = b.head(part, "described")
	part.Equal("SetObjectMeta", []string{head.Get("x-oss-meta-note"), head.Get(checks.SSEHeader)}, []string{"other", "KMS"})
}

func conditions(part *checks.Checks, b bucket) {
	b.put(part, "conditions", []byte("body"), checks.AES256)
	etag := checks.ETag([]byte("body"))
	past, future := time.Unix(0, 0), time.Unix(4_000_000_000, 0)
	for what, each := range map[string]struct {
		option oss.Option
		status int
	}{
		"If-Match":                   {oss.IfMatch(etag), 200},
		"If-Match another":           {oss.IfMatch(`"0"`), 412},
		"If-None-Match":              {oss.IfNoneMatch(etag), 304},
		"If-Modified-Since past":     {oss.IfModifiedSince(past), 200},
		"If-Modified-Since future":   {oss.IfModifiedSince(future), 304},
		"If-Unmodified-Since past":   {oss.IfUnmodifiedSince(past), 412},
		"If-Unmodified-Since future": {oss.IfUnmodifiedSince(future), 200},
	} {
		if each.status == 200 {
			_, came := b.get(part, "conditions", each.option)
			part.Same(what, came, []byte("body"))
			continue
		}
		_, err := b.GetObject("conditions", each.option)
		if each.status == 304 {
			part.Holds(what, isNotModified(err), err)
		} else {
			part.Refused(what, err, checks.Refusal{Status: each.status})
		}
	}
	err := b.PutObject("conditions", bytes.NewReader([]byte("other")), oss.ForbidOverWrite(true))
	part.Refused("forbid overwrite", err, checks.Refusal{Status: 409, Code: "FileAlreadyExists"})
}

// isNotModified: the client has no type for this reply.
func isNotModified(err error) bool {
	return err != nil && strings.Contains(err.Error(), "service returned 304")
}

// files: from a file, to a file, and a body whose length is not known before it ends.
func files(part *checks.Checks, b bucket) {
	folder, err := os.MkdirTemp("", "sse-go-v1-")
	part.Need("make a folder", err)
	defer os.RemoveAll(folder)
	body := checks.Pattern(3_000_000)
	source, target := filepath.Join(folder, "source"), filepath.Join(folder, "target")
	part.Need("write the source", os.WriteFile(source, body, 0o600))
	part.Need("put from a file", b.PutObjectFromFile("file", source, encrypt(checks.KMS(""))...))
	part.Need("get to a file", b.GetObjectToFile("file", target))
	came, err := os.ReadFile(target)
	part.Need("read what came", err)
	part.Same("from a file to a file", came, body)
	chunked := io.MultiReader(bytes.NewReader(body[:1_000_001]), bytes.NewReader(body[1_000_001:]))
	part.Need("put, chunked", b.PutObject("chunked", chunked, encrypt(checks.SM4)...))
	b.checkObject(part, "a chunked body", "chunked", body, checks.SM4.Echo)
}
