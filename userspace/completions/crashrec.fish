# SPDX-License-Identifier: GPL-2.0
#
# Completion of crashrec for fish. The program says what may come next.

function __crashrec_complete
	set -l words (commandline -opc)
	set -l current (commandline -ct)
	set -l front ''
	set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
	set -e words[1]
	if string match -qr '^--[^=]*=' -- $current
		set front (string replace -r '=.*' '=' -- $current)
		set -a words (string replace -r '=$' '' -- $front)
		set current (string replace -r '^[^=]*=' '' -- $current)
	end
	set words (string replace -r '^~/' "$HOME/" -- $words)
	for line in ($program --complete $words "$current" 2>/dev/null)
		switch $line
			case ':files'
				printf '%s\n' $front(__fish_complete_path $current)
			case ':folders'
				printf '%s\n' $front(__fish_complete_directories $current '')
			case '*'
				printf '%s\n' $front$line
		end
	end
end

complete -c crashrec -f -a '(__crashrec_complete)'
