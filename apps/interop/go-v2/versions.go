package main

import (
	"fmt"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// versions: every write makes one, each under its own encryption; deletions leave markers; old ones come back by copy (§4.6).
func versions(part *checks.Checks, c *client) {
	c.withVersions(part, func(bucket string) {
		every := c.everyEncryption(part, bucket)
		written := writeVersions(part, c, bucket, every)
		for n, version := range written {
			c.checkVersion(part, every[n].Name, bucket, "object", version)
		}
		markers(part, c, bucket, written)
		restored(part, c, bucket, every, written)
		versionedUploads(part, c, bucket, every)
		suspended(part, c, bucket)
		refusedVersions(part, c, bucket)
	})
	missing := c.newName("missing")
	part.Refused("versioning of no bucket", c.setVersioning(missing, oss.VersionEnabled), checks.NoBucket)
}

// version is what one write left.
type version struct {
	id   string
	body []byte
	echo checks.Echo
}

// withVersions runs use with a bucket that keeps versions; it is emptied of all of them and deleted afterwards.
func (c *client) withVersions(part *checks.Checks, use func(bucket string)) {
	c.withBucket(part, "versions", func(bucket string) {
		before, err := c.GetBucketVersioning(ctx, &oss.GetBucketVersioningRequest{Bucket: &bucket})
		part.Need("get the versioning", err)
		part.Equal("a new bucket has no versioning", oss.ToString(before.VersionStatus), "")
		part.Need("enable", c.setVersioning(bucket, oss.VersionEnabled))
		after, err := c.GetBucketVersioning(ctx, &oss.GetBucketVersioningRequest{Bucket: &bucket})
		part.Need("get the versioning", err)
		part.Equal("enabled", oss.ToString(after.VersionStatus), "Enabled")
		use(bucket)
		_, err = c.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: &bucket})
		part.Refused("delete of a bucket with versions", err, checks.Refusal{Status: 409, Code: "BucketNotEmpty"})
		c.deleteVersions(part, bucket)
	})
}

// deleteVersions removes all versions and markers, in batches.
func (c *client) deleteVersions(part *checks.Checks, bucket string) {
	for pages := c.NewListObjectVersionsPaginator(&oss.ListObjectVersionsRequest{Bucket: &bucket, MaxKeys: 7}); pages.HasNext(); {
		page, err := pages.NextPage(ctx)
		part.Need("list the versions", err)
		var all []oss.DeleteObject
		for _, entry := range page.ObjectVersions {
			all = append(all, oss.DeleteObject{Key: entry.Key, VersionId: entry.VersionId})
		}
		for _, entry := range page.ObjectDeleteMarkers {
			all = append(all, oss.DeleteObject{Key: entry.Key, VersionId: entry.VersionId})
		}
		done, err := c.DeleteMultipleObjects(ctx, &oss.DeleteMultipleObjectsRequest{Bucket: &bucket, Objects: all})
		part.Need("delete versions", err)
		part.Equal("all are deleted", len(done.DeletedObjects), len(all))
	}
}

func (c *client) setVersioning(bucket string, status oss.VersioningStatusType) error {
	_, err := c.PutBucketVersioning(ctx, &oss.PutBucketVersioningRequest{
		Bucket: &bucket, VersioningConfiguration: &oss.VersioningConfiguration{Status: status},
	})
	return err
}

// writeVersions puts one body after the other under one name.
func writeVersions(part *checks.Checks, c *client, bucket string, every []checks.Encryption) []version {
	var written []version
	ids := map[string]bool{}
	for n, encryption := range every {
		body := checks.Pattern(30_000 + 9_000*n)
		done := c.put(part, bucket, "object", body, encryption)
		id := oss.ToString(done.VersionId)
		part.Holds("a put names a new version", id != "" && !ids[id], id)
		ids[id] = true
		written = append(written, version{id, body, encryption.Echo})
		c.checkObject(part, "the newest counts", bucket, "object", body, encryption.Echo)
	}
	listed, err := c.ListObjectVersions(ctx, &oss.ListObjectVersionsRequest{Bucket: &bucket, Prefix: oss.Ptr("object")})
	part.Need("list", err)
	var came, expected []string
	for _, entry := range listed.ObjectVersions {
		came = append(came, fmt.Sprint(*entry.VersionId, entry.Size, *entry.ETag, entry.IsLatest))
	}
	for n := range written {
		each := written[len(written)-1-n]
		expected = append(expected, fmt.Sprint(each.id, len(each.body), checks.ETag(each.body), n == 0))
	}
	part.Equal("the listing has all, the newest first", came, expected)
	return written
}

// checkVersion: get, a range and head by id.
func (c *client) checkVersion(part *checks.Checks, what, bucket, key string, version version) {
	got, came := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: &key, VersionId: &version.id})
	part.Same(what+": get by id gives the bytes", came, version.body)
	said := []any{checks.EchoOf(got.Headers), oss.ToString(got.VersionId), oss.ToString(got.HashCRC64)}
	part.Equal(what+": get by id says", said, []any{version.echo, version.id, checks.CRC64(version.body)})
	_, ranged := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: &key, VersionId: &version.id, Range: oss.Ptr("bytes=16380-16390")})
	part.Same(what+": range by id", ranged, version.body[16_380:16_391])
	head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: &key, VersionId: &version.id})
	part.Need("head by id", err)
	part.Equal(what+": head by id says", []any{checks.EchoOf(head.Headers), int(head.ContentLength)}, []any{version.echo, len(version.body)})
}

func markers(part *checks.Checks, c *client, bucket string, written []version) {
	newest := written[len(written)-1]
	done, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("object")})
	part.Need("delete", err)
	marker := oss.ToString(done.VersionId)
	part.Equal("a deletion makes a marker", []any{done.DeleteMarker, marker != ""}, []any{true, true})
	c.checkMissing(part, "the object is gone", bucket, "object")
	c.checkVersion(part, "its versions are not", bucket, "object", newest)
	_, err = c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object"), VersionId: &marker})
	part.Refused("get of the marker", err, checks.Refusal{Status: 405, Code: "MethodNotAllowed"})
	listed, err := c.ListObjectVersions(ctx, &oss.ListObjectVersionsRequest{Bucket: &bucket, Prefix: oss.Ptr("object")})
	part.Need("list", err)
	part.Equal("the marker is listed", len(listed.ObjectDeleteMarkers), 1)
	latest := listed.ObjectDeleteMarkers[0]
	part.Equal("as the newest", []any{*latest.VersionId, latest.IsLatest, listed.ObjectVersions[0].IsLatest}, []any{marker, true, false})
	current, err := c.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: &bucket})
	part.Need("list objects", err)
	part.Equal("the plain listing has no such object", keysOf(current.Contents), []string{})
	removed, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("object"), VersionId: &marker})
	part.Need("delete the marker", err)
	part.Equal("the marker's deletion says so", []any{removed.DeleteMarker, oss.ToString(removed.VersionId)}, []any{true, marker})
	c.checkObject(part, "without its marker the object is back", bucket, "object", newest.body, newest.echo)
}

// restored: a copy of an old version onto its own name, under every encryption.
func restored(part *checks.Checks, c *client, bucket string, every []checks.Encryption, written []version) {
	for n, target := range every {
		old := written[n]
		request := copyRequest(bucket, "object", bucket, "object", target)
		request.SourceVersionId = &old.id
		done, err := c.CopyObject(ctx, request)
		part.Need("copy", err)
		said := []any{checks.EchoOf(done.Headers), oss.ToString(done.SourceVersionId), oss.ToString(done.VersionId) != old.id}
		part.Equal("a restoring copy says", said, []any{target.Echo, old.id, true})
		c.checkObject(part, "restored under "+target.Name, bucket, "object", old.body, target.Echo)
	}
	first := written[0]
	_, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("object"), VersionId: &first.id})
	part.Need("delete a version", err)
	_, err = c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object"), VersionId: &first.id})
	part.Refused("get of a removed version", err, checks.Refusal{Status: 404, Code: "NoSuchVersion"})
	c.checkVersion(part, "the others stay", bucket, "object", written[1])
}

func versionedUploads(part *checks.Checks, c *client, bucket string, every []checks.Encryption) {
	for _, encryption := range every {
		former := c.put(part, bucket, "upload", checks.Pattern(20_000), checks.SM4)
		_, pieces := checks.Pieces([]int{102_400, 50_000})
		u := c.begin(part, bucket, "upload", encryption)
		u.finished(part, "upload under "+encryption.Name, []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1])}, pieces)
		c.checkVersion(part, "what an upload replaced", bucket, "upload", version{*former.VersionId, checks.Pattern(20_000), checks.SM4.Echo})
	}
}

func suspended(part *checks.Checks, c *client, bucket string) {
	kept := c.put(part, bucket, "suspended", checks.Pattern(20_000), checks.KMS(""))
	part.Need("suspend", c.setVersioning(bucket, oss.VersionSuspended))
	for _, encryption := range []checks.Encryption{checks.AES256, checks.SM4} {
		done := c.put(part, bucket, "suspended", checks.Pattern(30_000), encryption)
		part.Equal("a put in a suspended bucket is the null version", oss.ToString(done.VersionId), "null")
		c.checkVersion(part, "null", bucket, "suspended", version{"null", checks.Pattern(30_000), encryption.Echo})
	}
	c.checkVersion(part, "from before", bucket, "suspended", version{*kept.VersionId, checks.Pattern(20_000), checks.EchoOf(kept.Headers)})
	done, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("suspended")})
	part.Need("delete", err)
	part.Equal("a deletion's marker is null too", []any{done.DeleteMarker, oss.ToString(done.VersionId)}, []any{true, "null"})
	part.Need("enable again", c.setVersioning(bucket, oss.VersionEnabled))
}

func refusedVersions(part *checks.Checks, c *client, bucket string) {
	_, err := c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object"), VersionId: oss.Ptr("not an id")})
	part.Refused("get by a malformed id", err, checks.Refusal{Status: 400, Code: "InvalidArgument"})
	part.Refused("an unknown status", c.setVersioning(bucket, "On"), checks.Refusal{Status: 400, Code: "MalformedXML"})
}
