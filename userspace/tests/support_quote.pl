#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
#
# Golden files of what the program makes of a text that is no part of the project:
# where they would have words of that text, they say where these stand.
#
#   support_quote.pl quote WORDS TEXT... <OUTPUT >GOLDEN
#   support_quote.pl expand TEXT... <GOLDEN >OUTPUT
#   support_quote.pl leaks TEXT... <GOLDEN
#
# In GOLDEN, [12] is line 12 of the texts, which are counted through, [12:5+60] the
# 60 bytes of it from the 5th on, and [12:5+60-] the letters and digits of these;
# the brackets are U+27E6 and U+27E7. A word is of letters, digits and _. Up to four
# words in a row stay if they are no path, and each is in the file WORDS, short, or a
# number of up to four digits. leaks prints what stands in GOLDEN and in a text:
# seven words in a row, or a word of 12 bytes with a digit or _. Its exit status is 1
# then.

use strict;
use warnings;

my ($open, $close) = ("\xe2\x9f\xa6", "\xe2\x9f\xa7");
my $reference = qr/$open(\d+)(?::(\d+)\+(\d+)(-?))?$close/;
my $word = qr/[A-Za-z0-9_]/;

sub slurp
{
	my ($path) = @_;
	local $/;
	open(my $file, '<', $path) or die "$path: $!\n";
	my $bytes = <$file>;
	return defined $bytes ? $bytes : '';
}

my ($text, @begins);

# Texts as one, and where each line of it begins.
sub read_texts
{
	$text = join('', map { slurp($_) } @_);
	die "no text\n" if $text eq '';
	@begins = (0);
	while ($text =~ /\n/g) {
		push @begins, pos($text) if pos($text) < length($text);
	}
}

sub line_of
{
	my ($number) = @_;
	die "the text has no line $number\n" if !$number || $number > @begins;
	my $end = index($text, "\n", $begins[$number - 1]);
	$end = length($text) if $end < 0;
	return substr($text, $begins[$number - 1], $end - $begins[$number - 1]);
}

sub expanded
{
	my ($number, $column, $bytes, $joined) = @_;
	my $line = line_of($number);
	return $line if !defined $column;
	die "line $number has no $bytes bytes from $column on\n"
		if !$column || !$bytes || $column - 1 + $bytes > length($line);
	my $stretch = substr($line, $column - 1, $bytes);
	$stretch =~ s/[^A-Za-z0-9]//g if $joined;
	return $stretch;
}

# Number of the line that holds this byte of the texts.
sub number_at
{
	my ($at) = @_;
	my ($low, $high) = (0, scalar @begins);
	while ($high - $low > 1) {
		my $middle = int(($low + $high) / 2);
		if ($begins[$middle] <= $at) {
			$low = $middle;
		} else {
			$high = $middle;
		}
	}
	return $low + 1;
}

# The longest front of what is given that the text has, cut behind a word.
sub longest
{
	my ($given) = @_;
	my ($fits, $fails) = (0, length($given) + 1);
	while ($fails - $fits > 1) {
		my $middle = int(($fits + $fails) / 2);
		if (index($text, substr($given, 0, $middle)) >= 0) {
			$fits = $middle;
		} else {
			$fails = $middle;
		}
	}
	$fits-- while $fits && $fits < length($given) &&
		substr($given, $fits - 1, 1) =~ $word &&
		substr($given, $fits, 1) =~ $word;
	$fits-- while $fits && substr($given, $fits - 1, 1) eq '\\';
	$fits-- while $fits && $fits < length($given) &&
		substr($given, $fits - 1, 1) eq ' ';
	return substr($given, 0, $fits);
}

sub is_telling
{
	my ($word) = @_;
	return length($word) >= 12 && $word =~ /[0-9_]/;
}

# Is there nothing in it that has to be quoted?
sub is_ours
{
	my ($found, $ours) = @_;
	my @words = $found =~ /$word+/g;
	return 0 if grep { is_telling($_) } @words;
	return 0 if $found =~ /$word[.\/]$word/;
	return 1 if @words == 1 && length($found) < 8 &&
		$text !~ /(?<!$word)\Q$found\E(?!$word)/;
	return 0 if grep { length($_) > 3 && !$ours->{$_} && !/^\d{4}$/ } @words;
	return @words <= 4;
}

my $last_line = 1;

# Where the text has it: from the line of the last one on, if it is there, and as
# a whole word, if it is one anywhere.
sub place_of
{
	my ($found) = @_;
	my $pattern = qr/(?<!$word)\Q$found\E/;
	for my $from ($begins[$last_line - 1], 0) {
		pos($text) = $from;
		return $-[0] if $text =~ /$pattern/g;
	}
	return index($text, $found);
}

sub quoted
{
	my ($found) = @_;
	my $at = place_of($found);
	my $number = number_at($at);
	$last_line = $number;
	return "$open$number$close" if $found eq line_of($number);
	return sprintf('%s%d:%d+%d%s', $open, $number,
		       $at - $begins[$number - 1] + 1, length($found), $close);
}

# Bytes of code, which the text has blanks between, and brackets around one.
sub quoted_code
{
	my ($digits) = @_;
	my $pattern = join('[ <>]*', split(//, $digits));
	return undef if $text !~ $pattern;
	my $number = number_at($-[0]);
	return sprintf('%s%d:%d+%d-%s', $open, $number,
		       $-[0] - $begins[$number - 1] + 1, $+[0] - $-[0], $close);
}

# Does a word begin behind this? One may be behind "\t" and "0x".
sub is_boundary
{
	my ($before) = @_;
	return $before !~ /$word$/ || $before =~ /(?<!\\)\\[a-z]$/ ||
		$before =~ /(?<!$word)0x$/;
}

sub quote_line
{
	my ($line, $ours) = @_;
	$line =~ s/(?<!$word)([0-9a-f]{64,})(?!$word)/quoted_code($1) || $1/ge;
	my ($done, $at) = ('', 0);
	while ($at < length($line)) {
		my $rest = substr($line, $at);
		my $found = '';
		if ($rest =~ /^($open.*?$close)/) {
			$done .= $1;
			$at += length($1);
			next;
		}
		$found = longest($rest)
			if $rest =~ /^$word/ && is_boundary(substr($line, 0, $at));
		if ($found =~ /^$word/ && !is_ours($found, $ours)) {
			$done .= quoted($found);
			$at += length($found);
		} else {
			$done .= substr($line, $at++, 1);
		}
	}
	return $done;
}

sub leaks
{
	my ($golden) = @_;
	my $found = 0;
	for my $part (split(/$open[^\n]*?$close|\n/, $golden)) {
		my @parts = $part =~ /(?<!$word)(?=($word+(?:[^\w\n]+$word+){6}))/g;
		push @parts, grep { is_telling($_) } $part =~ /(?<!$word)(?:0x)?($word+)/g;
		for my $stretch (@parts) {
			next if index($text, $stretch) < 0;
			print "$stretch\n";
			$found = 1;
		}
	}
	return $found;
}

binmode(STDIN);
binmode(STDOUT);
my $what = shift @ARGV // '';
my %ours;
if ($what eq 'quote') {
	$ours{$_} = 1 for slurp(shift @ARGV) =~ /$word+/g;
}
read_texts(@ARGV);
local $/;
my $input = <STDIN> // '';
if ($what eq 'quote') {
	die "what is to be quoted has a reference\n" if $input =~ /$open|$close/;
	print join("\n", map { quote_line($_, \%ours) } split(/\n/, $input, -1));
} elsif ($what eq 'expand') {
	$input =~ s/$reference/expanded($1, $2, $3, $4)/ge;
	die "a reference is none\n" if $input =~ /$open|$close/;
	print $input;
} elsif ($what eq 'leaks') {
	exit leaks($input);
} else {
	die "usage: support_quote.pl quote|expand|leaks ...\n";
}
