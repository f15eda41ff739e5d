package main

import (
	"bytes"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// refusedParts: requests on an upload that are refused, each with its code, and that leave it as it was (protocol reference §2.2, §4.7).
func refusedParts(part *checks.Checks, c *client) {
	c.withBucket(part, "refused-parts", func(b bucket) {
		for _, each := range checks.RefusedEncryptions(c.server) {
			_, err := b.InitiateMultipartUpload("never", encrypt(each.Encryption)...)
			part.Refused("Initiate with "+each.What, err, each.Refusal)
		}
		_, pieces := checks.Pieces([]int{120_000, 110_000, 9})
		u := b.begin(part, "object", checks.KMSWith("KMS", c.server.KeyID, "SM4"))
		part.Refused("delete of a bucket with an upload", c.DeleteBucket(b.BucketName), checks.Refusal{Status: 409, Code: "BucketNotEmpty"})
		refusedSends(part, u, pieces[0])
		parts := []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1]), u.send(part, 3, pieces[2])}
		refusedCompletes(part, u, parts)
		u.finished(part, "after all that was refused", parts, pieces)
	})
}

func refusedSends(part *checks.Checks, u upload, piece []byte) {
	send := func(number int, options ...oss.Option) error {
		_, err := u.UploadPart(u.begun, bytes.NewReader(piece), int64(len(piece)), number, options...)
		return err
	}
	part.Refused("part with the encryption header", send(1, oss.ServerSideEncryption("AES256")), checks.NotSupported)
	part.Refused("part number 10001", send(10_001), checks.Refusal{Status: 400, Code: "InvalidArgument"})
	wrong := oss.ContentMD5(checks.ContentMD5([]byte("another")))
	part.Refused("part with a wrong Content-MD5", send(1, wrong), checks.Refusal{Status: 400, Code: "InvalidDigest"})
	tolerated := send(1, oss.ServerSideEncryptionKeyID(u.client.server.KeyID), oss.ServerSideDataEncryption("SM4"))
	part.Equal("part with only the other two headers", tolerated, nil)
	u.put(part, "source", []byte("body"), checks.AES256)
	_, err := u.UploadPartCopy(u.begun, u.BucketName, "source", 0, 4, 1, oss.ServerSideEncryption("AES256"))
	part.Refused("copied part with the encryption header", err, checks.NotSupported)
	_, err = u.UploadPartCopy(u.begun, u.BucketName, "missing", 0, 4, 1)
	part.Refused("copied part of a missing source", err, checks.Refusal{Status: 404, Code: "NoSuchKey"})
	unknown := u
	unknown.begun.UploadID = "0123456789ABCDEF0123456789ABCDEF"
	unknown.gone(part, "nothing: an unknown upload")
	other := u
	other.begun.Key = "other"
	other.gone(part, "nothing: another key")
}

func refusedCompletes(part *checks.Checks, u upload, parts []oss.UploadPart) {
	complete := func(parts []oss.UploadPart, options ...oss.Option) error {
		_, err := u.CompleteMultipartUpload(u.begun, parts, options...)
		return err
	}
	part.Refused("Complete with the encryption header", complete(parts, oss.ServerSideEncryption("AES256")), checks.NotSupported)
	both := complete(parts, oss.SetHeader("x-oss-complete-all", "yes"))
	part.Refused("Complete of all parts with a list", both, checks.Refusal{Status: 400, Code: "InvalidArgument", EC: "0042-00000216"})
	wrong := oss.UploadPart{PartNumber: 2, ETag: parts[0].ETag}
	missing := oss.UploadPart{PartNumber: 5, ETag: parts[0].ETag}
	// The third part is small, and with a fourth it is no longer the last.
	fourth := u.send(part, 4, []byte("x"))
	for _, each := range []struct {
		what, code string
		parts      []oss.UploadPart
	}{
		{"a part that was not sent", "InvalidPart", append(parts[:2:2], missing)},
		{"another ETag", "InvalidPart", []oss.UploadPart{parts[0], wrong}},
		{"a part twice", "InvalidPartOrder", []oss.UploadPart{parts[0], parts[0], parts[1]}},
		{"a small part", "EntityTooSmall", append(parts[:3:3], fourth)},
		{"no parts", "MalformedXML", nil},
	} {
		part.Refused("Complete with "+each.what, complete(each.parts), checks.Refusal{Status: 400, Code: each.code})
	}
	u.checkMissing(part, "nothing is stored by refused Completes", u.begun.Key)
}
