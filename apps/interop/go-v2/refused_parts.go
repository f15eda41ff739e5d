package main

import (
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// refusedParts: requests on an upload that are refused, each with its code, and that leave it as it was (protocol reference §2.2, §4.7).
func refusedParts(part *checks.Checks, c *client) {
	c.withBucket(part, "refused-parts", func(bucket string) {
		for _, each := range checks.RefusedEncryptions(c.server) {
			_, err := c.InitiateMultipartUpload(ctx, &oss.InitiateMultipartUploadRequest{
				Bucket: &bucket, Key: oss.Ptr("never"), RequestCommon: headers(each.Encryption.Headers()),
			})
			part.Refused("Initiate with "+each.What, err, each.Refusal)
		}
		_, pieces := checks.Pieces([]int{120_000, 110_000, 9})
		u := c.begin(part, bucket, "object", checks.KMSWith("KMS", c.server.KeyID, "SM4"))
		_, err := c.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: &bucket})
		part.Refused("delete of a bucket with an upload", err, checks.Refusal{Status: 409, Code: "BucketNotEmpty"})
		refusedSends(part, c, u, pieces[0])
		parts := []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1]), u.send(part, 3, pieces[2])}
		refusedCompletes(part, c, u, parts)
		u.finished(part, "after all that was refused", parts, pieces)
	})
}

func refusedSends(part *checks.Checks, c *client, u upload, piece []byte) {
	c.put(part, u.bucket, "source", []byte("body"), checks.AES256)
	request := u.partRequest(1, piece)
	request.RequestCommon = headers(checks.AES256.Headers())
	_, err := c.UploadPart(ctx, request)
	part.Refused("part with the encryption header", err, checks.NotSupported)
	_, err = c.UploadPartCopy(ctx, &oss.UploadPartCopyRequest{
		Bucket: &u.bucket, Key: &u.key, UploadId: &u.id, PartNumber: 1, SourceKey: oss.Ptr("source"), RequestCommon: headers(checks.AES256.Headers()),
	})
	part.Refused("copied part with the encryption header", err, checks.NotSupported)
	_, err = c.UploadPartCopy(ctx, &oss.UploadPartCopyRequest{
		Bucket: &u.bucket, Key: &u.key, UploadId: &u.id, PartNumber: 1, SourceKey: oss.Ptr("missing"),
	})
	part.Refused("copied part of a missing source", err, checks.Refusal{Status: 404, Code: "NoSuchKey"})
	for _, number := range []int{10_001, -1} {
		_, err := c.UploadPart(ctx, u.partRequest(number, piece))
		part.Refused("part with a wrong number", err, checks.Refusal{Status: 400, Code: "InvalidArgument"})
	}
	request = u.partRequest(1, piece)
	request.ContentMD5 = oss.Ptr(checks.ContentMD5([]byte("another")))
	_, err = c.UploadPart(ctx, request)
	part.Refused("part with a wrong Content-MD5", err, checks.Refusal{Status: 400, Code: "InvalidDigest"})
	request = u.partRequest(1, piece)
	request.RequestCommon = headers(map[string]string{checks.SSEKeyIDHeader: c.server.KeyID, checks.SSEDataHeader: "SM4"})
	tolerated, err := c.UploadPart(ctx, request)
	part.Need("part with only the other two headers", err)
	part.Equal("part with only the other two headers", checks.EchoOf(tolerated.Headers), u.echo)
	unknown := u
	unknown.id = "0123456789ABCDEF0123456789ABCDEF"
	unknown.gone(part, "nothing: an unknown upload")
	other := u
	other.key = "other"
	other.gone(part, "nothing: another key")
}

func refusedCompletes(part *checks.Checks, c *client, u upload, parts []oss.UploadPart) {
	_, err := c.CompleteMultipartUpload(ctx, &oss.CompleteMultipartUploadRequest{
		Bucket: &u.bucket, Key: &u.key, UploadId: &u.id,
		CompleteMultipartUpload: &oss.CompleteMultipartUpload{Parts: parts},
		RequestCommon:           headers(checks.AES256.Headers()),
	})
	part.Refused("Complete with the encryption header", err, checks.NotSupported)
	_, err = c.CompleteMultipartUpload(ctx, &oss.CompleteMultipartUploadRequest{
		Bucket: &u.bucket, Key: &u.key, UploadId: &u.id,
		CompleteMultipartUpload: &oss.CompleteMultipartUpload{Parts: parts},
		CompleteAll:             oss.Ptr("yes"),
	})
	part.Refused("Complete of all parts with a list", err, checks.Refusal{Status: 400, Code: "InvalidArgument", EC: "0042-00000216"})
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
	} {
		_, err := u.complete(each.parts)
		part.Refused("Complete with "+each.what, err, checks.Refusal{Status: 400, Code: each.code})
	}
	c.checkMissing(part, "nothing is stored by refused Completes", u.bucket, u.key)
}
