package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

const transferSize = 1_500_000

// transfers: the client's own uploader, downloader and copier, also interrupted and taken up again.
func transfers(part *checks.Checks, c *client) {
	folder, err := os.MkdirTemp("", "sse-go-v2-")
	part.Need("make a folder", err)
	defer os.RemoveAll(folder)
	body := checks.Pattern(transferSize)
	source := filepath.Join(folder, "source")
	part.Need("write the source", os.WriteFile(source, body, 0o600))
	c.withBucket(part, "transfers", func(bucket string) {
		for _, encryption := range c.everyEncryption(part, bucket) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				uploads(part, c, bucket, source, body, encryption)
				downloads(part, c, bucket, filepath.Join(folder, "fetched"), body)
				copier(part, c, bucket, body, encryption)
			})
		}
		resumed(part, c, bucket, folder, source, body)
	})
}

func partSize(options *oss.UploaderOptions) { options.PartSize, options.ParallelNum = 204_801, 3 }

func uploads(part *checks.Checks, c *client, bucket, source string, body []byte, encryption checks.Encryption) {
	_, err := c.NewUploader(partSize).UploadFile(ctx, putRequest(bucket, "object", nil, encryption), source)
	part.Need("UploadFile", err)
	c.checkObject(part, "UploadFile", bucket, "object", body, encryption.Echo)
	file, err := os.Open(source)
	part.Need("open", err)
	defer file.Close()
	_, err = c.NewUploader(partSize).UploadFrom(ctx, putRequest(bucket, "stream", nil, encryption), io.MultiReader(file))
	part.Need("UploadFrom", err)
	c.checkObject(part, "UploadFrom a stream", bucket, "stream", body, encryption.Echo)
}

func downloads(part *checks.Checks, c *client, bucket, target string, body []byte) {
	request := &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object")}
	_, err := c.NewDownloader(func(options *oss.DownloaderOptions) { options.PartSize = 200_003 }).DownloadFile(ctx, request, target)
	part.Need("DownloadFile", err)
	came, err := os.ReadFile(target)
	part.Need("read what came", err)
	part.Same("DownloadFile", came, body)
}

// copier copies by parts, as it does with large objects that are encrypted.
func copier(part *checks.Checks, c *client, bucket string, body []byte, encryption checks.Encryption) {
	byParts := func(options *oss.CopierOptions) {
		options.PartSize, options.MultipartCopyThreshold, options.DisableShallowCopy = 204_801, 300_000, true
	}
	for name, target := range map[string]checks.Encryption{"same": encryption, "SM4": checks.SM4, "none": checks.None} {
		_, err := c.NewCopier(byParts).Copy(ctx, &oss.CopyObjectRequest{
			Bucket: &bucket, Key: oss.Ptr("copy"), SourceBucket: &bucket, SourceKey: oss.Ptr("object"),
			ServerSideEncryption:      text(target.Algorithm),
			ServerSideEncryptionKeyId: text(target.KeyID),
			ServerSideDataEncryption:  text(target.Data),
		})
		part.Need("Copier", err)
		c.checkObject(part, "Copier to "+name, bucket, "copy", body, target.Echo)
	}
	_, err := c.NewCopier().Copy(ctx, &oss.CopyObjectRequest{Bucket: &bucket, Key: oss.Ptr("copy"), SourceBucket: &bucket, SourceKey: oss.Ptr("object")})
	part.Need("Copier at once", err)
	c.checkObject(part, "Copier at once", bucket, "copy", body, checks.Echo{})
}

// resumed: the upload breaks off after some parts; the checkpoint lets another uploader go on with it.
func resumed(part *checks.Checks, c *client, bucket, folder, source string, body []byte) {
	errBroken := errors.New("broken off")
	checkpoint := func(options *oss.UploaderOptions) {
		options.PartSize, options.ParallelNum, options.EnableCheckpoint, options.CheckpointDir = 204_801, 1, true, folder
	}
	encryption := checks.KMSWith("KMS", c.server.KeyID, "SM4")
	sent := 0
	breaking := c.with(func(config *oss.Config) {
		config.WithRetryMaxAttempts(1)
		config.HttpClient = checks.Interrupted(func() error {
			if sent++; sent > 5 {
				return errBroken
			}
			return nil
		})
	})
	_, err := breaking.NewUploader(checkpoint).UploadFile(ctx, putRequest(bucket, "resumed", nil, encryption), source)
	part.Holds("an upload that breaks off", errors.Is(err, errBroken), err)
	begun, err := c.ListMultipartUploads(ctx, &oss.ListMultipartUploadsRequest{Bucket: &bucket})
	part.Need("ListMultipartUploads", err)
	part.Equal("leaves its upload", len(begun.Uploads), 1)
	done, err := c.NewUploader(checkpoint).UploadFile(ctx, putRequest(bucket, "resumed", nil, encryption), source)
	part.Need("taken up again", err)
	part.Equal("taken up again: the same upload", *done.UploadId, *begun.Uploads[0].UploadId)
	c.checkObject(part, "taken up again", bucket, "resumed", body, encryption.Echo)
	target := filepath.Join(folder, "resumed")
	_, err = c.NewDownloader(func(options *oss.DownloaderOptions) {
		options.PartSize, options.EnableCheckpoint, options.CheckpointDir, options.VerifyData = 200_003, true, folder, true
	}).DownloadFile(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("resumed")}, target)
	part.Need("DownloadFile with a checkpoint", err)
	came, err := os.ReadFile(target)
	part.Need("read what came", err)
	part.Same("DownloadFile with a checkpoint", came, body)
}
