package main

import (
	"fmt"
	"net/http"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

const versionHeader = "x-oss-version-id"

// versions: every write makes one, each under its own encryption; deletions leave markers; old ones come back by copy (§4.6).
func versions(part *checks.Checks, c *client) {
	c.withVersions(part, func(b bucket) {
		every := b.everyEncryption(part)
		written := writeVersions(part, b, every)
		for n, version := range written {
			b.checkVersion(part, every[n].Name, "object", version)
		}
		markers(part, b, written)
		restored(part, b, every, written)
		versionedUploads(part, b, every)
		suspended(part, c, b)
		_, err := b.GetObject("object", oss.VersionId("not an id"))
		part.Refused("get by a malformed id", err, checks.Refusal{Status: 400, Code: "InvalidArgument"})
		part.Refused("an unknown status", c.setVersioning(b, "On"), checks.Refusal{Status: 400, Code: "MalformedXML"})
	})
	part.Refused("versioning of no bucket", c.setVersioning(c.bucket(c.newName("missing")), oss.VersionEnabled), checks.NoBucket)
}

// version is what one write left.
type version struct {
	id   string
	body []byte
	echo checks.Echo
}

// withVersions runs use with a bucket that keeps versions; it is emptied of all of them and deleted afterwards.
func (c *client) withVersions(part *checks.Checks, use func(bucket)) {
	c.withBucket(part, "versions", func(b bucket) {
		before, err := c.GetBucketVersioning(b.BucketName)
		part.Equal("a new bucket has no versioning", []any{before.Status, err}, []any{"", nil})
		part.Need("enable", c.setVersioning(b, oss.VersionEnabled))
		after, err := c.GetBucketVersioning(b.BucketName)
		part.Equal("enabled", []any{after.Status, err}, []any{"Enabled", nil})
		use(b)
		part.Refused("delete of a bucket with versions", c.DeleteBucket(b.BucketName), checks.Refusal{Status: 409, Code: "BucketNotEmpty"})
		b.deleteVersions(part)
	})
}

func (c *client) setVersioning(b bucket, status oss.VersioningStatus) error {
	return c.SetBucketVersioning(b.BucketName, oss.VersioningConfig{Status: string(status)})
}

// deleteVersions removes all versions and markers, in batches.
func (b bucket) deleteVersions(part *checks.Checks) {
	for key, id, more := "", "", true; more; {
		page, err := b.ListObjectVersions(oss.MaxKeys(7), oss.KeyMarker(key), oss.VersionIdMarker(id))
		part.Need("list the versions", err)
		var all []oss.DeleteObject
		for _, entry := range page.ObjectVersions {
			all = append(all, oss.DeleteObject{Key: entry.Key, VersionId: entry.VersionId})
		}
		for _, entry := range page.ObjectDeleteMarkers {
			all = append(all, oss.DeleteObject{Key: entry.Key, VersionId: entry.VersionId})
		}
		done, err := b.DeleteObjectVersions(all)
		part.Need("delete versions", err)
		part.Equal("all are deleted", len(done.DeletedObjectsDetail), len(all))
		key, id, more = page.NextKeyMarker, page.NextVersionIdMarker, page.IsTruncated
	}
}

// writeVersions puts one body after the other under one name.
func writeVersions(part *checks.Checks, b bucket, every []checks.Encryption) []version {
	var written []version
	ids := map[string]bool{}
	for n, encryption := range every {
		body := checks.Pattern(30_000 + 9_000*n)
		id := b.put(part, "object", body, encryption).Get(versionHeader)
		part.Holds("a put names a new version", id != "" && !ids[id], id)
		ids[id] = true
		written = append(written, version{id, body, encryption.Echo})
		b.checkObject(part, "the newest counts", "object", body, encryption.Echo)
	}
	listed, err := b.ListObjectVersions(oss.Prefix("object"))
	part.Need("list", err)
	var came, expected []string
	for _, entry := range listed.ObjectVersions {
		came = append(came, fmt.Sprint(entry.VersionId, entry.Size, entry.ETag, entry.IsLatest))
	}
	for n := range written {
		each := written[len(written)-1-n]
		expected = append(expected, fmt.Sprint(each.id, len(each.body), checks.ETag(each.body), n == 0))
	}
	part.Equal("the listing has all, the newest first", came, expected)
	return written
}

// checkVersion: get, a range and head by id.
func (b bucket) checkVersion(part *checks.Checks, what, key string, version version) {
	got, came := b.get(part, key, oss.VersionId(version.id))
	part.Same(what+": get by id gives the bytes", came, version.body)
	said := []any{checks.EchoOf(got), got.Get(versionHeader), got.Get("x-oss-hash-crc64ecma")}
	part.Equal(what+": get by id says", said, []any{version.echo, version.id, checks.CRC64(version.body)})
	_, ranged := b.get(part, key, oss.VersionId(version.id), oss.Range(16_380, 16_390))
	part.Same(what+": range by id", ranged, version.body[16_380:16_391])
	head, err := b.GetObjectDetailedMeta(key, oss.VersionId(version.id))
	part.Need("head by id", err)
	part.Equal(what+": head by id says", []any{checks.EchoOf(head), head.Get("Content-Length")}, []any{version.echo, fmt.Sprint(len(version.body))})
}

func markers(part *checks.Checks, b bucket, written []version) {
	newest := written[len(written)-1]
	var reply http.Header
	part.Need("delete", b.DeleteObject("object", oss.GetResponseHeader(&reply)))
	marker := reply.Get(versionHeader)
	part.Equal("a deletion makes a marker", []any{oss.GetDeleteMark(reply), marker != ""}, []any{true, true})
	b.checkMissing(part, "the object is gone", "object")
	b.checkVersion(part, "its versions are not", "object", newest)
	_, err := b.GetObject("object", oss.VersionId(marker))
	part.Refused("get of the marker", err, checks.Refusal{Status: 405, Code: "MethodNotAllowed"})
	listed, err := b.ListObjectVersions(oss.Prefix("object"))
	part.Need("list", err)
	part.Equal("the marker is listed", len(listed.ObjectDeleteMarkers), 1)
	latest := listed.ObjectDeleteMarkers[0]
	part.Equal("as the newest", []any{latest.VersionId, latest.IsLatest, listed.ObjectVersions[0].IsLatest}, []any{marker, true, false})
	current, err := b.ListObjectsV2()
	part.Need("list objects", err)
	part.Equal("the plain listing has no such object", keysOf(current.Objects), []string{})
	part.Need("delete the marker", b.DeleteObject("object", oss.VersionId(marker), oss.GetResponseHeader(&reply)))
	part.Equal("the marker's deletion says so", []any{oss.GetDeleteMark(reply), reply.Get(versionHeader)}, []any{true, marker})
	b.checkObject(part, "without its marker the object is back", "object", newest.body, newest.echo)
}

// restored: a copy of an old version onto its own name, under every encryption.
func restored(part *checks.Checks, b bucket, every []checks.Encryption, written []version) {
	for n, target := range every {
		old := written[n]
		var reply http.Header
		_, err := b.CopyObject("object", "object", encrypt(target, oss.VersionId(old.id), oss.GetResponseHeader(&reply))...)
		part.Need("copy", err)
		said := []any{checks.EchoOf(reply), oss.GetCopySrcVersionId(reply), reply.Get(versionHeader) != old.id}
		part.Equal("a restoring copy says", said, []any{target.Echo, old.id, true})
		b.checkObject(part, "restored under "+target.Name, "object", old.body, target.Echo)
	}
	first := written[0]
	part.Need("delete a version", b.DeleteObject("object", oss.VersionId(first.id)))
	_, err := b.GetObject("object", oss.VersionId(first.id))
	part.Refused("get of a removed version", err, checks.Refusal{Status: 404, Code: "NoSuchVersion"})
	b.checkVersion(part, "the others stay", "object", written[1])
}

func versionedUploads(part *checks.Checks, b bucket, every []checks.Encryption) {
	for _, encryption := range every {
		former := b.put(part, "upload", checks.Pattern(20_000), checks.SM4).Get(versionHeader)
		_, pieces := checks.Pieces([]int{102_400, 50_000})
		u := b.begin(part, "upload", encryption)
		u.finished(part, "upload under "+encryption.Name, []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1])}, pieces)
		b.checkVersion(part, "what an upload replaced", "upload", version{former, checks.Pattern(20_000), checks.SM4.Echo})
	}
}

func suspended(part *checks.Checks, c *client, b bucket) {
	kept := b.put(part, "suspended", checks.Pattern(20_000), checks.KMS(""))
	part.Need("suspend", c.setVersioning(b, oss.VersionSuspended))
	for _, encryption := range []checks.Encryption{checks.AES256, checks.SM4} {
		reply := b.put(part, "suspended", checks.Pattern(30_000), encryption)
		part.Equal("a put in a suspended bucket is the null version", reply.Get(versionHeader), "null")
		b.checkVersion(part, "null", "suspended", version{"null", checks.Pattern(30_000), encryption.Echo})
	}
	b.checkVersion(part, "from before", "suspended", version{kept.Get(versionHeader), checks.Pattern(20_000), checks.EchoOf(kept)})
	var reply http.Header
	part.Need("delete", b.DeleteObject("suspended", oss.GetResponseHeader(&reply)))
	part.Equal("a deletion's marker is null too", []any{oss.GetDeleteMark(reply), reply.Get(versionHeader)}, []any{true, "null"})
	part.Need("enable again", c.setVersioning(b, oss.VersionEnabled))
}
