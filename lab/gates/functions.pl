#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
#
# Lists the functions that C files define. One line each, tabs between:
#
#   FILE LINE NAME static|void|value LINES PARAMETERS LEVELS
#
# LINES is what stands between the braces of the function. LEVELS counts the
# if, for, while, do, switch and for_each around the innermost of them, with
# braces or without, that one included; else if adds none.
#
# Kernel style is relied upon: a function's braces stand in the first column,
# nothing else's do.

use strict;
use warnings;

# mask TEXT: with comments, literals and preprocessor lines as blanks.
sub mask {
	my ($text) = @_;
	my $blank = sub { my $t = shift; $t =~ s/[^\n]/ /g; return $t; };

	$text =~ s{(/\*.*?\*/|//[^\n]*)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}
		{defined $1 ? $blank->($1) : '0' . $blank->(substr($2, 1))}gse;
	$text =~ s/^([ \t]*#(?:[^\n\\]|\\.|\\\n)*)/$blank->($1)/gme;
	return $text;
}

# levels BODY: how deep control statements nest in it.
sub levels {
	my ($body) = @_;
	my @open;	# C: a control statement, B: its or a bare block,
			# I: braces of an initialiser
	my ($parens, $max, $control, $previous, $word) = (0, 0, 0, ';', '');
	my $end_statement = sub {
		pop @open while @open && $open[-1] eq 'C';
	};

	while ($body =~ /([A-Za-z_]\w*|\S)/g) {
		my $token = $1;

		if ($token eq '(') {
			$parens++;
		} elsif ($token eq ')') {
			$parens--;
		} elsif ($token eq '{') {
			my $block = $parens == 0 &&
				$previous =~ /^(?:\)|;|\{|\}|:|do|else)$/;
			push @open, $block ? 'B' : 'I';
		} elsif ($token eq '}') {
			my $was = pop(@open) // 'B';
			$end_statement->() if $was eq 'B';
		} elsif ($token eq ';') {
			$end_statement->() if $parens == 0;
		} elsif ($token =~ /^(?:if|for|while|do|switch|else)$/ ||
			 $token =~ /for_each/) {
			# else if is one, and pushed at the else.
			push @open, 'C'
				unless $token eq 'if' && $previous eq 'else';
			my $depth = grep { $_ eq 'C' } @open;
			$max = $depth if $depth > $max;
		}
		$previous = $token;
	}
	return $max;
}

sub parameters {
	my ($list) = @_;
	my $depth = 0;
	my $count = 1;

	return 0 if $list =~ /^\s*(?:void)?\s*$/;
	for my $char (split //, $list) {
		$depth++ if $char eq '(';
		$depth-- if $char eq ')';
		$count++ if $char eq ',' && $depth == 0;
	}
	return $count;
}

for my $file (@ARGV) {
	local $/;
	open my $in, '<', $file or die "functions.pl: $file: $!\n";
	my $text = mask(<$in>);
	close $in;

	# The head: what stands since the last ; or } in the first column.
	while ($text =~ /((?:^[A-Za-z_][^;{}]*?)\b(\w+)\s*(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))[^;{}()]*)^\{\n(.*?)^\}/gms) {
		my ($head, $name, $list, $body) = ($1, $2, $3, $4);
		my $before = substr($text, 0, $-[2]);

		$head =~ s/__attribute__\s*\(\([^()]*(?:\([^()]*\))?[^()]*\)\)//g;
		my $line = 1 + ($before =~ tr/\n//);
		my $lines = ($body =~ tr/\n//);
		my $kind = $head =~ /^(?:[^(]*\s)?static\s/ ? 'static' :
			   $head =~ /^(?:\w+\s+)*void\s+\w+\s*\(/ ? 'void' :
			   'value';

		$list =~ s/^\(|\)$//g;
		print join("\t", $file, $line, $name, $kind, $lines,
			   parameters($list), levels($body)), "\n";
	}
}
