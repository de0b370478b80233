/* The narrow door between JavaScript and libarchive: one archive at a time, read through two functions of the host. */
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "archive.h"
#include "archive_entry.h"

#define EXPORT(name) __attribute__((export_name(#name)))
#define IMPORT(name) __attribute__((import_module("host"), import_name(#name)))

IMPORT(read) int32_t host_read(void *buffer, int32_t size, int64_t position);

#define CHUNK (256 * 1024)

static struct archive *archive;
static struct archive_entry *entry;
static int64_t position, length;
static char in[CHUNK], out[CHUNK];

static la_ssize_t on_read(struct archive *a, void *data, const void **buffer) {
  (void)data;
  int32_t size = host_read(in, CHUNK, position);
  if (size < 0) { archive_set_error(a, EIO, "The file can't be read"); return ARCHIVE_FATAL; }
  position += size;
  *buffer = in;
  return size;
}

static la_int64_t on_skip(struct archive *a, void *data, la_int64_t request) {
  (void)a; (void)data;
  int64_t skipped = request < length - position ? request : length - position;
  if (skipped < 0) skipped = 0;
  position += skipped;
  return skipped;
}

static la_int64_t on_seek(struct archive *a, void *data, la_int64_t offset, int whence) {
  (void)data;
  int64_t target = whence == SEEK_SET ? offset : whence == SEEK_CUR ? position + offset : length + offset;
  if (target < 0 || target > length) {
    archive_set_error(a, EIO, "Truncated archive: it speaks of bytes beyond its end");
    return ARCHIVE_FATAL;
  }
  position = target;
  return target;
}

EXPORT(close_archive) void close_archive(void) {
  if (archive) archive_read_free(archive);
  archive = 0;
  entry = 0;
}

EXPORT(open_archive) int open_archive(int64_t size) {
  close_archive();
  setlocale(LC_ALL, "C.UTF-8");
  position = 0;
  length = size;
  archive = archive_read_new();
  if (!archive) return ARCHIVE_FATAL;
  archive_read_support_filter_gzip(archive);
  archive_read_support_filter_bzip2(archive);
  archive_read_support_filter_xz(archive);
  archive_read_support_filter_lzma(archive);
  archive_read_support_format_7zip(archive);
  archive_read_support_format_rar(archive);
  archive_read_support_format_rar5(archive);
  archive_read_support_format_tar(archive);
  archive_read_support_format_zip(archive);
  archive_read_set_callback_data(archive, 0);
  archive_read_set_read_callback(archive, on_read);
  archive_read_set_skip_callback(archive, on_skip);
  archive_read_set_seek_callback(archive, on_seek);
  return archive_read_open1(archive);
}

/* A single compressed file that is no archive: .gz, .bz2, .xz */
EXPORT(open_compressed) int open_compressed(int64_t size) {
  close_archive();
  position = 0;
  length = size;
  archive = archive_read_new();
  if (!archive) return ARCHIVE_FATAL;
  archive_read_support_filter_gzip(archive);
  archive_read_support_filter_bzip2(archive);
  archive_read_support_filter_xz(archive);
  archive_read_support_format_raw(archive);
  archive_read_set_callback_data(archive, 0);
  archive_read_set_read_callback(archive, on_read);
  archive_read_set_skip_callback(archive, on_skip);
  archive_read_set_seek_callback(archive, on_seek);
  return archive_read_open1(archive);
}

/* ARCHIVE_OK, ARCHIVE_EOF, ARCHIVE_WARN or an error */
EXPORT(next_entry) int next_entry(void) { return archive_read_next_header(archive, &entry); }
EXPORT(entry_name) const char *entry_name(void) { return archive_entry_pathname(entry); }
EXPORT(entry_type) int entry_type(void) { return archive_entry_hardlink(entry) ? 0 : (int)archive_entry_filetype(entry); }
EXPORT(entry_size) int64_t entry_size(void) { return archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1; }
EXPORT(entry_encrypted) int entry_encrypted(void) { return archive_entry_is_encrypted(entry); }
EXPORT(read_data) int read_data(void) { return (int)archive_read_data(archive, out, CHUNK); }
EXPORT(data) char *data(void) { return out; }
EXPORT(error_text) const char *error_text(void) { return archive ? archive_error_string(archive) : 0; }
EXPORT(format_code) int format_code(void) { return archive ? archive_format(archive) : 0; }
EXPORT(has_encrypted_entries) int has_encrypted_entries(void) { return archive ? archive_read_has_encrypted_entries(archive) : 0; }
