/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON as all commands write it: an object a line, whose kind and version tell
 * what it is. crashrec.schema.json describes all of them.
 */
#ifndef CRASHREC_CLI_JSON_WRITE_H
#define CRASHREC_CLI_JSON_WRITE_H

#include <crashrec.h>
#include <stdio.h>

/* Raised where a key goes, or means something else. New keys may come. */
#define JSON_VERSION	1

struct json_object;

/**
 * json_begin() - begin an object
 * @kind: what it is, as in the schema
 *
 * Return: the caller's; NULL: there was no memory.
 */
struct json_object *json_begin(const char *kind);

/**
 * json_kind() - add the keys kind and version
 * @object: receives them
 * @kind: what it is
 */
void json_kind(struct json_object *object, const char *kind);

/**
 * json_end() - show an object
 * @out: where to; errors are left in it
 * @object: is freed
 *
 * What a terminal would not show as it is, is written as \uXXXX.
 *
 * Return: false if there was no memory.
 */
bool json_end(FILE *out, struct json_object *object);

/**
 * json_new_text() - a text as valid UTF-8; other bytes become U+FFFD
 * @text: the text
 *
 * Return: the caller's; NULL, which is JSON's null, if memory is short.
 */
struct json_object *json_new_text(struct crashrec_text text);

/**
 * json_add() - add a value
 * @object: receives it
 * @key: that it gets; a literal
 * @value: the value, which is the object's then; NULL is null
 */
void json_add(struct json_object *object, const char *key,
	      struct json_object *value);

/**
 * json_add_text() - add a text, or null if it is empty
 * @object: receives it
 * @key: that it gets; a literal
 * @text: any bytes
 */
void json_add_text(struct json_object *object, const char *key,
		   struct crashrec_text text);

/**
 * json_add_string() - add a string
 * @object: receives it
 * @key: that it gets; a literal
 * @string: valid UTF-8, terminated; NULL is null
 */
void json_add_string(struct json_object *object, const char *key,
		     const char *string);

/**
 * json_add_u64() - add a number
 * @object: receives it
 * @key: that it gets; a literal
 * @number: the number
 */
void json_add_u64(struct json_object *object, const char *key,
		  uint64_t number);

/**
 * json_add_known() - add a number, or null
 * @object: receives it
 * @key: that it gets; a literal
 * @number: CRASHREC_UNKNOWN is null
 */
void json_add_known(struct json_object *object, const char *key,
		    uint32_t number);

/**
 * json_add_bool() - add a truth
 * @object: receives it
 * @key: that it gets; a literal
 * @is: the truth
 */
void json_add_bool(struct json_object *object, const char *key,
		   bool is);

#endif /* CRASHREC_CLI_JSON_WRITE_H */
