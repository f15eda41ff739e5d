package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

const transferSize = 1_500_000

// transfers: the client's own transfer of files and copier, by parts, also interrupted and taken up again.
func transfers(part *checks.Checks, c *client) {
	folder, err := os.MkdirTemp("", "sse-go-v1-")
	part.Need("make a folder", err)
	defer os.RemoveAll(folder)
	body := checks.Pattern(transferSize)
	source, target := filepath.Join(folder, "source"), filepath.Join(folder, "target")
	part.Need("write the source", os.WriteFile(source, body, 0o600))
	c.withBucket(part, "transfers", func(b bucket) {
		for _, encryption := range b.everyEncryption(part) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				part.Need("UploadFile", b.UploadFile("object", source, 204_801, encrypt(encryption, oss.Routines(3))...))
				b.checkObject(part, "UploadFile", "object", body, encryption.Echo)
				part.Need("DownloadFile", b.DownloadFile("object", target, 200_003, oss.Routines(3), oss.CheckpointDir(true, folder)))
				came, err := os.ReadFile(target)
				part.Need("read what came", err)
				part.Same("DownloadFile", came, body)
				copier(part, b, folder, body, encryption)
			})
		}
		resumed(part, c, b, folder, source, body)
	})
}

// copier copies by parts.
func copier(part *checks.Checks, b bucket, folder string, body []byte, encryption checks.Encryption) {
	for name, target := range map[string]checks.Encryption{"same": encryption, "SM4": checks.SM4, "none": checks.None} {
		options := encrypt(target, oss.Routines(2), oss.CheckpointDir(true, folder))
		part.Need("CopyFile", b.CopyFile(b.BucketName, "object", "copy", 204_801, options...))
		b.checkObject(part, "CopyFile to "+name, "copy", body, target.Echo)
	}
}

// resumed: the upload breaks off after some parts; the checkpoint lets another client go on with it.
func resumed(part *checks.Checks, c *client, b bucket, folder, source string, body []byte) {
	errBroken := errors.New("broken off")
	encryption := checks.KMSWith("KMS", c.server.KeyID, "SM4")
	checkpoint := oss.Checkpoint(true, filepath.Join(folder, "checkpoint"))
	sent := 0
	breaking := c.to(c.server.EndpointOf(c.way), oss.HTTPClient(checks.Interrupted(func() error {
		if sent++; sent > 5 {
			return errBroken
		}
		return nil
	})))
	err := breaking.bucket(b.BucketName).UploadFile("resumed", source, 204_801, encrypt(encryption, checkpoint, oss.Routines(1))...)
	part.Holds("an upload that breaks off", errors.Is(err, errBroken), err)
	begun, err := b.ListMultipartUploads()
	part.Need("ListMultipartUploads", err)
	part.Equal("leaves its upload", len(begun.Uploads), 1)
	part.Need("taken up again", b.UploadFile("resumed", source, 204_801, encrypt(encryption, checkpoint, oss.Routines(2))...))
	b.checkObject(part, "taken up again", "resumed", body, encryption.Echo)
	left, err := b.ListMultipartUploads()
	part.Need("ListMultipartUploads", err)
	part.Equal("it was the same upload", len(left.Uploads), 0)
}
