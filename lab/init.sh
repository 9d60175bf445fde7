#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# PID 1 of a lab guest: an agent that does what the host asks for.
#
# The host writes requests to the second serial port, whose device may be given
# on the kernel's command line (agent=NAME). A line each:
#
#   ID COMMAND		COMMAND is base64 of what `sh -c` is to run
#
# A line without COMMAND is none.
#
# The answer is the command's output, stdout and stderr as they come, then
# the byte 036 (RS) and the line `ID STATUS`. After each boot, RS and the line
# `hello BOOT_ID` say that the agent is ready; the request `hello` makes it say
# so again. Output must not hold RS.

# What listens to the serial port is no screen.
export PATH=/bin HOME=/ TERM=dumb
umask 022

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t debugfs debugfs /sys/kernel/debug
mount -t tmpfs tmpfs /tmp

# Kept open, as closing it would bring the terminal's settings back.
exec 3<>"/dev/${agent:-ttyS1}"
stty raw -echo 115200 <&3

hello() {
	printf '\036hello %s\n' "$(cat /proc/sys/kernel/random/boot_id)" >&3
}

hello

while :; do
	IFS=' ' read -r id command <&3 || continue
	if [ "$id" = hello ]; then
		hello
		continue
	fi
	[ -n "$command" ] || continue
	sh -c "$(printf '%s' "$command" | base64 -d)" </dev/null >&3 2>&1 3>&-
	printf '\036%s %s\n' "$id" "$?" >&3
done
