package checks

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc64"
	"strings"
)

// Sizes lie around the ends of chunks (16 KiB) and around what is kept inside a row (32 KiB).
var Sizes = []int{0, 1, 16_383, 16_384, 16_385, 32_700, 32_768, 32_769, 65_536, 1_048_579}

// PartSizes are those of an upload, of which none but the first ends where a chunk ends.
var PartSizes = []int{163_840, 102_400, 131_073, 250_001, 7}

// Pattern gives bytes without a short period, so that a chunk in the wrong place shows.
func Pattern(size int) []byte {
	body := make([]byte, 0, size+4)
	for n := uint32(0); len(body) < size; n++ {
		body = binary.BigEndian.AppendUint32(body, n*2_654_435_761)
	}
	return body[:size]
}

// Pieces is one body, and the same in pieces of these sizes.
func Pieces(sizes []int) (body []byte, pieces [][]byte) {
	total := 0
	for _, size := range sizes {
		total += size
	}
	body = Pattern(total)
	rest := body
	for _, size := range sizes {
		pieces = append(pieces, rest[:size])
		rest = rest[size:]
	}
	return body, pieces
}

// MD5 is the digest in upper-case hexadecimals, as ETags have it.
func MD5(body []byte) string {
	sum := md5.Sum(body)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// ContentMD5 is the digest as the header of that name has it.
func ContentMD5(body []byte) string {
	sum := md5.Sum(body)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// ETag is that of a body that was put, in quotes.
func ETag(body []byte) string { return `"` + MD5(body) + `"` }

// MultipartETag is that of an object of parts: the MD5 of their MD5s in upper-case hexadecimals.
func MultipartETag(pieces [][]byte) string {
	digests := ""
	for _, piece := range pieces {
		digests += MD5(piece)
	}
	return fmt.Sprintf(`"%s-%d"`, MD5([]byte(digests)), len(pieces))
}

var ecma = crc64.MakeTable(crc64.ECMA)

// CRC64 is the checksum as x-oss-hash-crc64ecma has it.
func CRC64(body []byte) string { return fmt.Sprint(crc64.Checksum(body, ecma)) }

// Range is the first and last byte of a range.
type Range struct{ First, Last int }

func (r Range) String() string { return fmt.Sprintf("bytes=%d-%d", r.First, r.Last) }

// RangesAround gives ranges across and beside each border, within size bytes.
func RangesAround(borders []int, size int) []Range {
	var ranges []Range
	for _, border := range borders {
		for _, r := range []Range{{border - 1, border}, {border, border + 4}, {border - 70_000, border + 70_000}} {
			ranges = append(ranges, Range{max(0, r.First), min(r.Last, size-1)})
		}
	}
	return ranges
}

// Borders are the places where pieces of these sizes meet.
func Borders(sizes []int) []int {
	var borders []int
	at := 0
	for _, size := range sizes[:len(sizes)-1] {
		at += size
		borders = append(borders, at)
	}
	return borders
}
